package io.github.oidcauth.cli

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
import java.net.Socket
import java.time.Duration

/** The command as a person or a script meets it: a process with its own streams and environment. */
internal class ProcessTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    val withoutDeviceGrant = SampleServer.start(Settings(deviceGrant = false))
    afterSpec {
        server.close()
        withoutDeviceGrant.close()
    }

    fun environment() = tempdir().absolutePath.let { mapOf("HOME" to it, "XDG_CACHE_HOME" to "$it/cache") }

    test("a device login shows URL and code on standard error, and nothing but the result on standard output") {
        val environment = environment()
        CommandProcess.java(environment, server.url, "--no-browser").use { command ->
            ScriptedVisitor().approveDevice(command.shown(), command.shown())
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.SUCCESS
                result.stdout shouldStartWith "Authenticated to ${server.url}\n"
                result.stdout.lines().size shouldBe 4
                result.stderr shouldNotContain "\r"
            }
        }
        CommandProcess.java(environment, "--list").use { it.result().stdout shouldBe "  ${server.url}  (valid)\n" }
    }

    test("a browser login shows its URL") {
        CommandProcess.java(environment(), withoutDeviceGrant.url, "--no-browser", "-p", "0").use { command ->
            ScriptedVisitor().signIn(command.shown()) shouldBe 200
            command.result().exitCode shouldBe ExitCode.SUCCESS
        }
    }

    test("a batch job gets advice instead of a prompt") {
        CommandProcess.java(environment() + ("SLURM_JOB_ID" to "1"), server.url).use { command ->
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldContain "SLURM_JOB_ID"
                result.stderr shouldContain "OIDC_TOKEN_FILE"
            }
        }
    }

    test("Ctrl-C ends a login with 130, without a word, and closes the listener") {
        CommandProcess.java(environment(), withoutDeviceGrant.url, "--no-browser", "-p", "0").use { command ->
            val port = Regex("localhost(%3A|:)([0-9]+)").findAll(command.shown()).last().groupValues[2].toInt()
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
})
