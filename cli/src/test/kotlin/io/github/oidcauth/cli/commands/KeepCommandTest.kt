package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import kotlin.io.path.exists
import kotlin.io.path.getPosixFilePermissions
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.seconds

internal class KeepCommandTest : FunSpec({
    val server = SampleServer.start(Settings(accessTokenLifetime = Duration.ofSeconds(4), deviceInterval = Duration.ofSeconds(1)))
    val slow = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec {
        server.close()
        slow.close()
    }

    test("--once writes the stored token for its owner alone, and prints nothing") {
        val bench = CommandBench(User())
        val token = bench.run("token", slow.url).succeeded()
        val file = TemporaryFolders.new().resolve("token")
        bench.run("keep", slow.url, "--file", "$file", "--once").succeeded() shouldBe ""
        file.readText() shouldBe token.removeSuffix("\n")
        file.getPosixFilePermissions() shouldBe PosixFilePermissions.fromString("rw-------")
        bench.run("keep", slow.url, "--file", "$file", "--once", "--format", "header", "--mode", "640").succeeded()
        file.readText() shouldBe "Authorization: Bearer $token"
        file.getPosixFilePermissions() shouldBe PosixFilePermissions.fromString("rw-r-----")
    }

    test("no login is started: the exit code is 4, and no file appears") {
        val file = TemporaryFolders.new().resolve("token")
        val result = CommandBench(User()).run("keep", slow.url, "--file", "$file")
        result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
        file.exists() shouldBe false
    }

    listOf(
        arrayOf("keep", "https://a.example") to "--file",
        arrayOf("keep", "https://a.example", "--file", "f", "--mode", "644") to "'644' is neither 600 nor 640",
        arrayOf(
            "keep",
            "https://a.example",
            "--file",
            "f",
            "--format",
            "xml",
        ) to "'xml' is none of token, id-token, header, json",
        arrayOf("keep", "https://a.example", "--file", "f", "--once", "--remove-at-end") to "--once and --remove-at-end",
    ).forEach { (line, words) ->
        test("`${line.joinToString(" ")}` is a mistake: $words") {
            val result = CommandBench().run(*line)
            result.exitCode shouldBe ExitCode.USAGE
            result.stderr shouldContain words
        }
    }

    test("a file in a directory that does not exist is named") {
        val result = CommandBench().run("keep", slow.url, "--file", "/nowhere/token", "--once")
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldContain "/nowhere"
    }

    test("as a process it replaces the token before it expires, and ends by SIGTERM with 0") {
        val directory = TemporaryFolders.new()
        val file = directory.resolve("token")
        val environment =
            mapOf(
                "OIDC_TOKEN_FILE" to "$directory/tokens.json",
                "OIDC_AUTH_CLIENT_SECRET" to SampleClients.SECRET,
                "HOME" to "$directory",
            )
        val service = arrayOf(server.issuer, "--client-id", SampleClients.SERVICE, "--grant", "client-credentials")
        CommandProcess.java(environment, "keep", *service, "--file", "$file").use { command ->
            eventually(60.seconds) { file.exists() shouldBe true }
            val first = file.readText()
            eventually(60.seconds) { file.readText() shouldNotBe first }
            command.signal("TERM")
            val result = command.result()
            withClue(result) {
                result.exitCode shouldBe 0
                result.stdout shouldBe ""
                result.stderr shouldBe ""
            }
            file.exists() shouldBe true
        }
    }
})
