package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.credentials.HelperBench
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith

/** git's helper, with the messages of git. Tests GitCredentialHelper. */
internal class GitCredentialCommandTest : FunSpec({
    val server = SampleServer.start(HelperBench.settings)
    afterSpec { server.close() }

    val forGit = arrayOf("--for", "https://git.example.com")
    val ours = "protocol=https\nhost=git.example.com\n"

    suspend fun HelperBench.git(
        action: String,
        request: String = ours,
        vararg options: String,
        environment: Map<String, String> = emptyMap(),
    ) = run("git-credential", *forGit, *options, action, request = request, environment = environment)

    test("git 2.39 gets the token as a password, and git 2.46 as a Bearer token") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        bench.git("get").succeeded() shouldStartWith "username=oauth2\npassword=$token\npassword_expiry_utc="
        bench.git("get", "capability[]=authtype\n$ours").succeeded() shouldStartWith
            "capability[]=authtype\nauthtype=Bearer\ncredential=$token\nephemeral=1\npassword_expiry_utc="
        bench.git("get", ours, "--username", "x-access-token").succeeded() shouldStartWith "username=x-access-token\n"
        bench.git("get", ours, "--id-token").succeeded() shouldContain "password=${bench.stored("id_token")}\n"
        bench.git("get", "capability[]=authtype\n$ours", "--scheme", "basic").succeeded() shouldContain "authtype=Basic\n"
    }

    test("another server gets nothing: no token, no error, no request to the issuer") {
        val bench = HelperBench(server)
        bench.logIn()
        val requests = server.requests.size
        listOf(
            "protocol=https\nhost=evil.example\n",
            "protocol=http\nhost=git.example.com\n",
            "protocol=https\nhost=git.example.com:444\n",
            "protocol=https\nhost=git.example.com.evil.example\n",
            "protocol=https\nhost=git.example.com@evil.example\n",
            "protocol=https\npath=git.example.com\n",
            "protocol=cert\nhost=\npath=/git.example.com\n",
            "",
        ).forEach { request ->
            withClue(request) {
                bench.git("get", request).succeeded() shouldBe ""
                bench.git("erase", request + "password=x\n").succeeded() shouldBe ""
            }
        }
        server.requests.size shouldBe requests
    }

    test("a request with an inserted attribute is refused") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        listOf(
            "protocol=https\nhost=evil.example\nhost=git.example.com\n",
            "protocol=https\nhost=git.example.com\rpath=x\n",
            "protocol=https\nhost=git.example.com\u0000\n",
        ).forEach { request ->
            val result = bench.git("get", request)
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldContain "The request of git"
                result.stderr shouldNotContain token
            }
        }
    }

    test("erase lets the next request refresh the token that git names, and no other") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        val refresh = bench.stored("refresh_token")
        bench.git("erase", ours + "username=oauth2\npassword=another\n").succeeded() shouldBe ""
        bench.git("erase").succeeded() shouldBe ""
        bench.git("get").succeeded() shouldContain "password=$token\n"
        bench.git("erase", ours + "username=oauth2\npassword=$token\n").succeeded() shouldBe ""
        bench.stored("refresh_token") shouldBe refresh
        val next = bench.git("get").succeeded()
        next shouldNotContain token
        next shouldContain "password=${bench.stored("access_token")}\n"
        // git names the refused token again, perhaps from another process that got it before.
        bench.git("erase", ours + "authtype=Bearer\ncredential=$token\n").succeeded() shouldBe ""
        bench.git("get").succeeded() shouldBe next
    }

    test("erase removes a token that cannot be refreshed") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        bench.replace("refresh_token", "")
        bench.git("erase", ours + "password=$token\n").succeeded() shouldBe ""
        bench.git("get", ours, "--non-interactive").exitCode shouldBe ExitCode.LOGIN_REQUIRED
    }

    test("store, and actions of versions to come, do nothing and read nothing") {
        val bench = HelperBench(server)
        val token = bench.logIn()
        listOf("store", "capability", "future").forEach { action ->
            bench.git(action, "password=other\r\n$ours").succeeded() shouldBe ""
        }
        bench.stored("access_token") shouldBe token
    }

    test("when no user can log in, git gets quit, so that it does not request a password") {
        listOf(mapOf("GIT_TERMINAL_PROMPT" to "0"), mapOf("GIT_TERMINAL_PROMPT" to "False")).forEach { environment ->
            val result = HelperBench(server).git("get", environment = environment)
            withClue(result) {
                result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
                result.stdout shouldBe "quit=1\n"
                result.stderr shouldStartWith "Authentication failed: "
            }
        }
    }

    test("where git may prompt, the user can log in") {
        val bench = HelperBench(server)
        val environment = mapOf("GIT_TERMINAL_PROMPT" to "1")
        val result = bench.run("git-credential", *forGit, "get", request = ours, environment = environment, user = User())
        result.succeeded() shouldContain "password=${bench.stored("access_token")}\n"
    }

    test("without --for there is no token for anybody") {
        val bench = HelperBench(server)
        bench.logIn()
        val result = bench.run("git-credential", "get", request = ours)
        withClue(result) {
            result.exitCode shouldBe ExitCode.USAGE
            result.stdout shouldBe ""
            result.stderr shouldContain "--for URL is missing: the server that may receive the token."
        }
    }

    test("options that cannot work are refused") {
        mapOf(
            arrayOf("--for", "git.example.com") to "is not the address of a server",
            arrayOf("--for", "http://git.example.com") to "is not encrypted",
            arrayOf("--username", "a:b") to "no colon",
            arrayOf("--username", "a\nhost=evil.example") to "no control character",
            arrayOf("--scheme", "digest") to "digest",
        ).forEach { (options, words) ->
            val result = CommandBench().run("git-credential", "https://idp.example", *options, "get")
            withClue(result) {
                result.exitCode shouldBe ExitCode.USAGE
                result.stderr shouldContain words
            }
        }
        CommandBench().run("git-credential", "https://idp.example").exitCode shouldNotBe ExitCode.SUCCESS
    }
})
