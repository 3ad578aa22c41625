package io.github.oidcauth.cli

import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** Programs that BROWSER names, as a process that the command starts. */
internal class OpenedPageTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = java.time.Duration.ofSeconds(1)))
    afterSpec { server.close() }

    fun Path.program(
        name: String,
        exitCode: Int,
    ): Path {
        val file = resolve(name).also { it.parent.createDirectories() }
        file.writeText("#!/bin/sh\necho \"$1\" >> '$this/${file.fileName}.seen'\nexit $exitCode\n")
        check(file.toFile().setExecutable(true))
        return file
    }

    fun environment(
        home: Path,
        browser: String,
    ) = mapOf("HOME" to "$home", "XDG_CACHE_HOME" to "$home/cache", "BROWSER" to browser, "INTERACTIVE_SESSION" to "1")

    test("a browser at home with blanks in its path that ends with 1 is told of, and no second one is started") {
        val home = tempdir().toPath()
        home.program("my programs/first", exitCode = 1)
        val second = home.program("second", exitCode = 0)
        CommandProcess.java(environment(home, "~/my programs/first:$second"), server.url).use { command ->
            val (page, code) = command.indentedLine() to command.indentedLine()
            command.lineStartingWith("The browser $home/my programs/first ended with exit code 1.")
            ScriptedVisitor().approveDevice(page, code)
            withClue(command.result()) {
                home.resolve("first.seen").readText().lines().filter { it.isNotEmpty() }.size shouldBe 1
                home.resolve("second.seen").exists() shouldBe false
            }
        }
    }

    test("a browser that is missing is told of, and the next one of the list opens the page") {
        val home = tempdir().toPath()
        home.program("bin/second", exitCode = 0)
        CommandProcess.java(environment(home, "/nowhere/first:\"\$HOME/bin/second\" %s"), server.url).use { command ->
            val (page, code) = command.indentedLine() to command.indentedLine()
            command.lineStartingWith("warning: The browser /nowhere/first could not be started")
            eventually(20.seconds) { home.resolve("second.seen").readText() shouldContain "http" }
            ScriptedVisitor().approveDevice(page, code)
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
    }
})
