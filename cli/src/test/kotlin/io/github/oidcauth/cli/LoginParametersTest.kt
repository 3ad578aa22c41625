// Tests LoginOptions and ClientOptions.
package io.github.oidcauth.cli

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.time.Duration
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** `--param`, `--acr`, `--max-age` and `--listen`. */
internal class LoginParametersTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI, "--flow", "browser")

    class Visitor : UserInteraction by SilentInteraction {
        var login: BrowserLogin? = null

        override fun showBrowserLogin(login: BrowserLogin) {
            this.login = login
            Thread { ScriptedVisitor().signIn(login.url) }.apply { isDaemon = true }.start()
        }
    }

    test("parameters of the server's own are in the login's URL, also with an equals sign in the value") {
        val visitor = Visitor()
        CommandBench(visitor).run("token", *cli, "--param", "kc_idp_hint=github", "--param", "x=a=b").succeeded()
        visitor.login?.url.orEmpty() shouldContain "kc_idp_hint=github"
        visitor.login?.url.orEmpty() shouldContain "x=a%3Db"
    }

    test("the page is opened by the program that is named, and by none where it is none") {
        val seen = TemporaryFolders.new().resolve("seen")
        val program = seen.resolveSibling("my-browser").apply {
            writeText("#!/bin/sh\necho \"$@\" > '$seen.new'; mv '$seen.new' '$seen'\n")
        }
        check(program.toFile().setExecutable(true))
        CommandBench(Visitor()).run("token", *cli, "--browser", "$program --new-window").exitCode shouldBe ExitCode.SUCCESS
        eventually(20.seconds) { seen.readText() shouldContain Regex("^--new-window http://.*/authorize") }
        val none = CommandBench(Visitor())
        none.run("token", *cli, "--browser", "none").succeeded()
        none.mayOpenBrowser shouldBe false
        val shell = CommandBench(Visitor()).run("token", *cli, "--browser", "sh -c")
        withClue(shell) { shell.exitCode shouldBe ExitCode.USAGE }
    }

    test("a required class is requested, and a login whose ID token does not name it is refused and not stored") {
        val visitor = Visitor()
        val bench = CommandBench(visitor)
        val result = bench.run("token", *cli, "--acr", "gold", "--acr", "silver")
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "gold or silver"
        }
        visitor.login?.url.orEmpty() shouldContain Regex("acr_values=gold(%20|\\+)silver")
        bench.run("--list").succeeded() shouldBe "No cached tokens.\n"
    }

    test("the redirect may arrive at another address, which is warned of") {
        val result = CommandBench(Visitor()).run("token", *cli, "--listen", "0.0.0.0")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stderr shouldContain "is received at 0.0.0.0:"
        }
        CommandBench(Visitor()).run("token", *cli, "--listen", "127.0.0.1").succeeded()
    }

    listOf(
        "--param state=x" to "belongs to the protocol",
        "--param prompt" to "'prompt' is not NAME=VALUE",
        "--param =x" to "'=x' is not NAME=VALUE",
        "--param a=1 --param a=2" to "--param a is there more than once",
        "--acr gold --param acr_values=gold" to "Leave one of them out",
        "--acr gold --scope read" to "scope openid",
        "--max-age -1" to "is not a time",
        "--max-age 36526d" to "from 0 to",
        "--listen localhost" to "not an IP address",
    ).forEach { (options, words) ->
        test("`$options` is a mistake: $words") {
            val result = CommandBench().run("token", *cli, *options.split(' ').toTypedArray())
            withClue(result) {
                result.exitCode shouldBe ExitCode.USAGE
                result.stderr shouldContain words
            }
        }
    }

    test("an application with py-oidc-auth takes parameters, and no requirements that only an ID token can show") {
        val visitor = Visitor()
        CommandBench(visitor).run("token", server.url, "--flow", "browser", "--param", "prompt=login").succeeded()
        val result = CommandBench().run("token", server.url, "--acr", "gold")
        result.exitCode shouldBe ExitCode.USAGE
        result.stderr shouldContain "client id"
    }
})
