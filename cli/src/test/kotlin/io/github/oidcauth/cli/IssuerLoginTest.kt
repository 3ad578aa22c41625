// Tests ClientSecretFile and UserLogin.
package io.github.oidcauth.cli

import com.sun.security.auth.module.UnixSystem
import io.github.oidcauth.TokenKey
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import kotlin.io.path.createFile
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** Logins at a standard issuer, with `--client-id`. */
internal class IssuerLoginTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI)
    val service = arrayOf(server.issuer, "--client-id", SampleClients.SERVICE, "-p", "0")

    fun Result.failed(vararg words: String) =
        withClue(this) {
            exitCode shouldBe ExitCode.FAILURE
            stdout shouldBe ""
            words.forEach { stderr shouldContain it }
            stderr shouldNotContain SampleClients.SECRET
        }

    fun secretFile(
        text: String = SampleClients.SECRET + "\n",
        rights: String = "rw-------",
    ): String =
        tempdir().toPath().resolve("secret").also {
            it.createFile().writeText(text)
            Files.setPosixFilePermissions(it, PosixFilePermissions.fromString(rights))
        }.toString()

    test("a public client logs in by device, and its token is found again, with the scopes in any order") {
        val bench = CommandBench(User())
        bench.run("login", *cli, "--scope", "openid profile", "--scope", "email").succeeded() shouldStartWith
            "Authenticated to ${server.issuer}\n"
        val requests = server.requests.size
        val token = bench.run("token", *cli, "--scope", "email openid", "--scope", "profile").succeeded()
        token shouldMatch Regex("[!-~]+\n")
        server.requests.size shouldBe requests
        val key = TokenKey.forIssuer(server.issuer, SampleClients.CLI, listOf("openid", "profile", "email"))
        bench.run("--list").succeeded() shouldBe "  $key  (valid)\n"
        server.requests.map { it.path } shouldNotContain "/auth/v2/device"
    }

    test("the last line of a login without a refresh token says how to get one, on standard error") {
        OnlineIssuer().use { issuer ->
            val arguments = arrayOf("token", issuer.url, "--client-id", "tool", "--scope", "read")
            val bench = CommandBench()
            val login = bench.run(*arguments)
            login.exitCode shouldBe ExitCode.SUCCESS
            login.stdout shouldBe "at\n"
            login.stderr.trimEnd().lines().last() shouldBe
                "warning: The token for ${issuer.url} has no refresh token: log in again when it expires. " +
                "To stay logged in, request the scope offline_access too: --scope 'read offline_access'."
            bench.run(*arguments).stderr shouldBe ""
        }
    }

    test("other scopes, and --force, are another token") {
        val bench = CommandBench(User())
        val first = bench.run("token", *cli).succeeded()
        bench.run("token", *cli, "--scope", "openid").succeeded() shouldNotBe first
        bench.run("token", *cli).succeeded() shouldBe first
        bench.run("token", *cli, "--force").succeeded() shouldNotBe first
        bench.run("--list").succeeded().lines().size shouldBe 3
    }

    test("the output of --json is a token file for that client, and for no other") {
        val json = CommandBench(User()).run("--json", *cli).copied()
        val job = CommandBench().also { it.write(json) }
        job.run("--json", *cli).copied() shouldBe json
        job.run("token", *cli, "--scope", "openid").failed("and none for")
        job.run("token", server.issuer).failed("and none for")
    }

    test("--min-ttl has a token refreshed that lives for less") {
        val bench = CommandBench(User())
        val first = bench.run("token", *cli).succeeded()
        bench.age(100.seconds)
        bench.run("token", *cli, "--min-ttl", "150").succeeded() shouldBe first
        bench.run("token", *cli, "--min-ttl", "250").succeeded() shouldNotBe first
    }

    test("--min-ttl that no token of the server reaches refreshes none, and says so beside the token") {
        val bench = CommandBench(User())
        val first = bench.run("token", *cli).succeeded()
        val result = bench.run("token", *cli, "--min-ttl", "310")
        result.stdout shouldBe first
        // Whole seconds, and a second may have passed before the token arrived.
        result.stderr.lines().single { it.isNotEmpty() } shouldContain
            Regex("live for (5m|4m 59s), and minTtl \\(--min-ttl\\) is 5m 10s")
        bench.age(200.seconds)
        bench.run("token", *cli, "--min-ttl", "310").succeeded() shouldNotBe first
    }

    test("a confidential client logs in with its secret from a file, or from standard input") {
        val file = secretFile()
        CommandBench(User()).run("login", *service, "--client-secret-file", file).succeeded() shouldStartWith "Authenticated to"
        CommandBench(
            User(),
            stdin = SampleClients.SECRET + "\r\n",
        ).run("token", *service, "--client-secret-file", "-").succeeded()
    }

    test("a confidential client without its secret, or with a wrong one, is refused") {
        CommandBench(User()).run(*service).failed("Authentication failed: ")
        val wrong = secretFile("not-the-secret-of-anybody-at-all")
        val result = CommandBench(User()).run(*service, "--client-secret-file", wrong)
        result.failed("Authentication failed: ")
        result.stderr shouldNotContain "not-the-secret"
    }

    listOf("rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx").forEach { rights ->
        test("a file with rights $rights is not read, and the advice is what ssh would say") {
            val file = secretFile(rights = rights)
            val before = server.requests.size
            val result = CommandBench(User()).run("token", *service, "--client-secret-file", file)
            result.failed("($rights)", "chmod 600 $file", "--client-secret-file - < $file")
            server.requests.size shouldBe before
        }
    }

    test("a file of somebody else's is as they want it").config(enabledOrReasonIf = {
        val isRoot = UnixSystem().uid == 0L
        if (isRoot) Enabled.enabled else Enabled.disabled("Not on this machine: root, who can give files to other users.")
    }) {
        val file = secretFile(rights = "rw-r--r--")
        Files.setAttribute(Path.of(file), "unix:uid", 65_534)
        CommandBench(User()).run("login", *service, "--client-secret-file", file).succeeded() shouldStartWith "Authenticated to"
    }

    test("a secret is one line") {
        val what =
            mapOf(
                "" to "empty",
                "\n" to "empty",
                "two\nlines\n" to "more than one line",
                "nul\u0000" to "more than one line",
                "x".repeat(70_000) to "too long",
            )
        what.forEach { (text, words) ->
            CommandBench().run(*service, "--client-secret-file", secretFile(text)).failed(words)
            CommandBench(stdin = text).run(*service, "--client-secret-file", "-").failed(words)
        }
        val utf16 = tempdir().toPath().resolve("secret").also { it.createFile() }
        Files.setPosixFilePermissions(utf16, PosixFilePermissions.fromString("rw-------"))
        Files.write(utf16, byteArrayOf(-1, -2, 0x73, 0))
        CommandBench().run(*service, "--client-secret-file", "$utf16").failed("UTF-8")
    }

    test("a file that is not there, or none, is named") {
        val directory = tempdir().absolutePath
        CommandBench().run(*service, "--client-secret-file", "$directory/nowhere").failed("There is no file $directory/nowhere.")
        CommandBench().run(*service, "--client-secret-file", directory).failed("$directory is a directory")
    }

    test("an application's host with a client id says that it is no issuer") {
        CommandBench().run("${server.url}/nowhere", "--client-id", "x").failed("Authentication failed: ")
    }

    context("as a process") {
        fun environment() = tempdir().absolutePath.let { mapOf("HOME" to it, "XDG_CACHE_HOME" to "$it/cache") }

        test("a public client logs in by device") {
            CommandProcess.java(environment(), "token", "--no-browser", *cli).use { command ->
                CommandVisitor.device(command)
                val result = command.result()
                withClue(result) {
                    result.exitCode shouldBe ExitCode.SUCCESS
                    result.stdout shouldMatch Regex("[!-~]+\n")
                }
            }
        }

        test("a confidential client logs in in the browser, with its secret on standard input") {
            val arguments = arrayOf("token", "--no-browser", *service, "--client-secret-file", "-")
            CommandProcess.java(environment(), *arguments, input = File(secretFile())).use { command ->
                CommandVisitor.browser(command) shouldBe 200
                val result = command.result()
                withClue(result) {
                    result.exitCode shouldBe ExitCode.SUCCESS
                    result.stdout shouldMatch Regex("[!-~]+\n")
                    result.stderr shouldNotContain SampleClients.SECRET
                }
            }
        }

        test("a pipe that brings no secret does not keep the command from ending") {
            val pipe = tempdir().resolve("pipe").absolutePath
            check(ProcessBuilder("mkfifo", "-m", "600", pipe).start().waitFor() == 0) { "mkfifo failed" }
            CommandProcess.java(environment(), "-v", *service, "--client-secret-file", pipe).use { command ->
                command.lineStartingWith("Token file: ")
                command.interrupt()
                command.result().exitCode shouldBe ExitCode.INTERRUPTED
            }
        }
    }
})
