// Tests WholeProgram.
package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.net.ConnectException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** The command as a user or a script meets it: a process with its own streams and environment. */
internal class ProcessTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    val withoutDeviceGrant = SampleServer.start(Settings(deviceGrant = false))
    afterSpec {
        server.close()
        withoutDeviceGrant.close()
    }

    fun environment() = tempdir().absolutePath.let { mapOf("HOME" to it, "XDG_CACHE_HOME" to "$it/cache") }

    fun freePort(): Int = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { it.localPort }

    /** The port that the browser is to come back to, as the [url] of a login says. */
    fun returnPort(url: String): Int = Regex("localhost(%3A|:)([0-9]+)").findAll(url).last().groupValues[2].toInt()

    test("a device login shows URL and code on standard error, and nothing but the result on standard output") {
        val environment = environment()
        CommandProcess.java(environment, server.url, "--no-browser").use { command ->
            ScriptedVisitor().approveDevice(command.indentedLine(), command.indentedLine())
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.SUCCESS
                result.stdout shouldStartWith "Authenticated to ${server.url}\n"
                result.stdout.lines().map { it.substringBefore(":") } shouldBe
                    listOf("Authenticated to http", "  user", "  access_token", "  scope", "  expires", "")
                result.stderr shouldNotContain "\r"
            }
        }
        CommandProcess.java(environment, "--list").use { it.result().stdout shouldBe "  ${server.url}  (valid)\n" }
    }

    test("a browser login shows its URL") {
        CommandProcess.java(environment(), withoutDeviceGrant.url, "--no-browser", "-p", "0").use { command ->
            ScriptedVisitor().signIn(command.indentedLine()) shouldBe 200
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
    }

    test("the browser comes back to the port of -p") {
        val port = freePort()
        CommandProcess.java(environment(), withoutDeviceGrant.url, "--no-browser", "-p", "$port").use { command ->
            val url = command.indentedLine()
            returnPort(url) shouldBe port
            ScriptedVisitor().signIn(url) shouldBe 200
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
    }

    test("when the first port of -p is taken, the browser comes back to the second") {
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { taken ->
            val ports = arrayOf("-p", "${taken.localPort}", "${freePort()}")
            CommandProcess.java(environment(), "--no-browser", *ports, withoutDeviceGrant.url).use { command ->
                val url = command.indentedLine()
                returnPort(url) shouldBe ports.last().toInt()
                ScriptedVisitor().signIn(url) shouldBe 200
                command.result().exitCode shouldBe ExitCode.SUCCESS
            }
        }
    }

    test("--app-name names the directory of the token file, and the default one is not made") {
        val environment = environment()
        CommandProcess.java(environment, server.url, "--no-browser", "--app-name", "other").use { command ->
            ScriptedVisitor().approveDevice(command.indentedLine(), command.indentedLine())
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
        val cache = Path.of(environment.getValue("XDG_CACHE_HOME"))
        cache.listDirectoryEntries().map { it.name } shouldBe listOf("other")
        cache.resolve("other/token-store.json").readText() shouldContain server.url
        CommandProcess.java(environment, "--list", "--app-name=other").use {
            it.result().stdout shouldBe "  ${server.url}  (valid)\n"
        }
        CommandProcess.java(environment, "--list").use { it.result().stdout shouldBe "No cached tokens.\n" }
    }

    test("of five first runs at once one asks and opens one page, the others wait for it, and each prints the token") {
        SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1))).use { shared ->
            val folder = tempdir().toPath()
            val browser = folder.resolve("browser").also { it.writeText("#!/bin/sh\necho \"${'$'}1\" >> '$folder/opened'\n") }
            browser.toFile().setExecutable(true)
            val environment = environment() + mapOf("BROWSER" to "$browser", "INTERACTIVE_SESSION" to "1")
            val asking = CommandProcess.java(environment, "token", shared.url)
            val codes = listOf(asking.indentedLine(), asking.indentedLine())
            val waiting = List(4) { CommandProcess.java(environment, "token", shared.url) }
            try {
                waiting.forEach { it.lineStartingWith("A login is needed, and process ") }
                ScriptedVisitor().approveDevice(codes[0], codes[1])
                val results = (waiting + asking).map { it.result() }
                results.forEach { withClue(it) { it.exitCode shouldBe ExitCode.SUCCESS } }
                results.map { it.stdout }.toSet().size shouldBe 1
                folder.resolve("opened").readText().lines().filter { it.isNotEmpty() }.size shouldBe 1
            } finally {
                (waiting + asking).forEach { it.close() }
            }
        }
    }

    test("a run that waits for the login of another gives up after its own --timeout") {
        val environment = environment() + ("INTERACTIVE_SESSION" to "1")
        CommandProcess.java(environment, server.url, "--no-browser").use { asking ->
            asking.indentedLine()
            CommandProcess.java(environment, server.url, "--no-browser", "--timeout", "1").use { waiting ->
                val result = waiting.result()
                withClue(result) {
                    result.exitCode shouldBe ExitCode.TIMED_OUT
                    result.stdout shouldBe ""
                    result.stderr shouldContain "was not done within 1s: process "
                }
            }
        }
    }

    test(
        "--flow browser logs in by the browser where the server has device logins, and --flow device does not where it has none",
    ) {
        val environment = environment() + ("INTERACTIVE_SESSION" to "1")
        CommandProcess.java(environment, server.url, "--flow", "browser", "--no-browser", "-p", "0").use { command ->
            ScriptedVisitor().signIn(command.indentedLine()) shouldBe 200
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
        CommandProcess.java(environment, withoutDeviceGrant.url, "--flow", "device", "--no-browser").use { command ->
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
            }
        }
    }

    test("OIDC_AUTH_FLOW=browser-first is a browser where one can be opened, and a code where none can") {
        val environment = environment() + mapOf("INTERACTIVE_SESSION" to "1", "OIDC_AUTH_FLOW" to "browser-first")
        CommandProcess.java(environment + ("BROWSER" to "true:"), server.url).use { command ->
            ScriptedVisitor().approveDevice(command.indentedLine(), command.indentedLine())
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
        val opener = environment + ("BROWSER" to "${tempdir().toPath().resolve("nothing")}")
        CommandProcess.java(opener, server.url, "--force", "-p", "0").use { command ->
            ScriptedVisitor().signIn(command.indentedLine()) shouldBe 200
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.SUCCESS
                result.stderr shouldContain "could not be started"
            }
        }
    }

    test("a batch job gets advice instead of a prompt") {
        CommandProcess.java(
            environment() + mapOf("SLURM_JOB_ID" to "1", "INTERACTIVE_SESSION" to ""),
            server.url,
        ).use { command ->
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
                result.stdout shouldBe ""
                result.stderr shouldContain "SLURM_JOB_ID"
                result.stderr shouldContain "OIDC_TOKEN_FILE"
            }
        }
    }

    test("Ctrl-C ends a login with 130, without a word, and closes the listener") {
        CommandProcess.java(environment(), withoutDeviceGrant.url, "--no-browser", "-p", "0").use { command ->
            val port = returnPort(command.indentedLine())
            Socket("127.0.0.1", port).close()
            command.interrupt()
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.INTERRUPTED
                result.stdout shouldBe ""
                result.stderr shouldNotContain "Exception"
            }
            shouldThrow<ConnectException> { Socket("127.0.0.1", port) }
        }
    }

    // The exit codes are those of the signals.
    mapOf("INT" to 130, "TERM" to 143).forEach { (signal, exitCode) ->
        test("SIG$signal while a refresh is under way loses no session: its response is waited for and stored") {
            SlowRefreshServer().use { slow ->
                val file = tempdir().toPath().resolve("tokens.json")
                val store = FileTokenStore(file)
                val key = TokenKey.forHost(slow.url)
                store.put(
                    key,
                    Token("old") {
                        expiresAt = Clock.System.now() - 1.hours
                        refreshToken = "r-old"
                    },
                )
                CommandProcess.java(environment() + ("OIDC_TOKEN_FILE" to "$file"), "token", slow.url).use { command ->
                    slow.awaitRequest()
                    command.signal(signal)
                    command.lineStartingWith("Waiting for up to 120 s until a token is stored")
                    slow.respond()
                    val result = command.result()
                    withClue(result) {
                        result.exitCode shouldBe exitCode
                        result.stderr shouldNotContain "Error"
                    }
                }
                store.get(key)?.refreshToken shouldBe "r-new"
            }
        }
    }
})
