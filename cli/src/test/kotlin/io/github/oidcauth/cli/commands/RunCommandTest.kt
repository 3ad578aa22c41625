// Tests RunWithToken and TokenAccess.
package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.CommandProcess
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.User
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.exists
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.seconds

internal class RunCommandTest : FunSpec({
    val server = SampleServer.start(Settings(accessTokenLifetime = Duration.ofSeconds(3), deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    test("a program gets the token in a variable and a file, and has its own exit code; nothing is left") {
        val bench = CommandBench(User())
        val out = TemporaryFolders.new().resolve("out")
        val script = "echo \"\$OIDC_ACCESS_TOKEN\" > $out; cat \"\$BEARER_TOKEN_FILE\" >> $out; echo >> $out; " +
            "echo \"\$BEARER_TOKEN_FILE\" >> $out; ls -l \"\$BEARER_TOKEN_FILE\" | cut -c1-10 >> $out; exit 3"
        val result = bench.run("run", server.url, "--", "sh", "-c", script)
        withClue(result) {
            result.exitCode shouldBe 3
            result.stdout shouldBe ""
            result.stderr shouldBe ""
        }
        val (variable, content, file, rights) = out.readLines()
        content shouldBe variable
        rights shouldBe "-rw-------"
        bench.run("token", server.url).stdout.isNotEmpty() shouldBe true
        Path.of(file).parent.exists() shouldBe false
    }

    test("the file gets the token of a refresh while the program runs, and the variables keep theirs") {
        val out = TemporaryFolders.new().resolve("out")
        val script = "while [ \"\$(cat \"\$BEARER_TOKEN_FILE\")\" = \"\$A\" ]; do sleep 0.1; done; " +
            "echo \"\$A\" > $out; cat \"\$BEARER_TOKEN_FILE\" >> $out"
        val service = arrayOf(server.issuer, "--client-id", SampleClients.CLI, "--scope", "openid offline_access")
        CommandBench(User()).run("run", *service, "--env", "A", "--", "sh", "-c", script).exitCode shouldBe 0
        val (first, second) = out.readLines()
        first shouldNotBe second
    }

    test("options of the program stay its own, and those before -- are of the command") {
        val out = TemporaryFolders.new().resolve("out")
        val program = arrayOf("sh", "-c", "printf %s \"\$1\" > $out", "sh", "--version")
        val result = CommandBench(User()).run("run", "--env", "A", server.url, "--", *program)
        result.exitCode shouldBe 0
        out.readText() shouldBe "--version"
    }

    listOf(
        arrayOf("run", "https://a.example", "curl", "-s", "https://api.example") to "Write -- before the program",
        arrayOf("run", "https://a.example") to "Write -- before the program",
        arrayOf("run", "--", "curl", "https://api.example") to "HOST stands before --",
        arrayOf("run", "https://a.example", "--") to "COMMAND",
        arrayOf("run", "https://a.example", "curl", "--", "-s") to "HOST stands before --",
        arrayOf("run", "https://a.example", "--env", "A=B", "--", "true") to "'A=B' is not the name of a variable",
    ).forEach { (line, words) ->
        test("`${line.joinToString(" ")}` is a mistake: $words") {
            val result = CommandBench().run(*line)
            result.exitCode shouldBe ExitCode.USAGE
            result.stderr shouldContain words
        }
    }

    test("without a token the program does not start") {
        val out = TemporaryFolders.new().resolve("out")
        val result = CommandBench().run("run", server.url, "--non-interactive", "--", "sh", "-c", "echo > $out")
        result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
        out.exists() shouldBe false
    }

    test("a program that does not exist is 127") {
        val result = CommandBench(User()).run("run", server.url, "--", "no-such-program-here")
        result.exitCode shouldBe 127
        result.stderr shouldContain "no-such-program-here was not found"
    }

    test("SIGTERM reaches the program, which ends by itself, and its exit code is the result") {
        val directory = TemporaryFolders.new()
        val environment =
            mapOf(
                "OIDC_TOKEN_FILE" to "$directory/tokens.json",
                "OIDC_AUTH_CLIENT_SECRET" to SampleClients.SECRET,
                "HOME" to "$directory",
            )
        val script =
            "trap 'echo \$BEARER_TOKEN_FILE > $directory/end; exit 9' TERM; : > $directory/ready; while :; do sleep 0.05; done"
        val service = arrayOf(server.issuer, "--client-id", SampleClients.SERVICE, "--grant", "client-credentials")
        CommandProcess.java(environment, "run", *service, "--", "sh", "-c", script).use { command ->
            eventually(60.seconds) { directory.resolve("ready").exists() shouldBe true }
            command.signal("TERM")
            val result = command.result()
            withClue(result) { result.exitCode shouldBe 9 }
            Path.of(directory.resolve("end").readText().trim()).exists() shouldBe false
        }
    }
})
