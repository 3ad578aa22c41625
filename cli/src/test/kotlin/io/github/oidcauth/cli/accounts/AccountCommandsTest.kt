// Tests Accounts, TokenSelection, TokenRemoval, TokenRefreshing, TokenList and SwitchCommand.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.time.Duration
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.minutes

/** Several accounts at one server, from the command line to the sample server, which knows alice and bob. */
internal class AccountCommandsTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI, "--scope", "openid profile offline_access")

    fun key(account: String?) =
        TokenKey.forIssuer(server.issuer, SampleClients.CLI, listOf("openid profile offline_access"), account = account).value

    fun bench(environment: Map<String, String> = emptyMap()) = AccountBench(cli, environment)

    test("two people log in at one server, and each has a token of their own") {
        val bench = bench()
        bench.login("alice")
        bench.accountsFile.exists() shouldBe false
        bench.login("bob")
        bench.keys() shouldContainExactly listOf(key("alice"), key("bob"))

        val bob = bench.token()
        bench.token("--account", "bob") shouldBe bob
        val alice = bench.token("--account", "alice")
        alice shouldNotBe bob
        bench.run("switch", *cli.take(1).toTypedArray()).succeeded() shouldBe "Switched to alice at ${server.issuer}\n"
        bench.token() shouldBe alice
        bench.run("switch", "bob", server.issuer).succeeded()
        bench.token() shouldBe bob
        bench.run("switch", "--account", "alice", server.issuer).succeeded()
        bench.token() shouldBe alice
        bench.accountsFile.readText() shouldNotContain alice
    }

    test("a token without an account stays the one in use until the user switches") {
        val bench = bench()
        val old = bench.token()
        bench.keys() shouldContainExactly listOf(key(null))
        val login = bench.run("login", "--account", "alice", *cli)
        login.exitCode shouldBe ExitCode.SUCCESS
        login.stderr shouldContain "oidc-auth switch"
        bench.token() shouldBe old
        bench.run("switch", server.issuer).succeeded() shouldBe "Switched to alice at ${server.issuer}\n"
        bench.token() shouldBe bench.token("--account", "alice")
        bench.run("switch", server.issuer).succeeded() shouldContain "the token without an account"
        bench.token() shouldBe old
        bench.token("--account", "") shouldBe old
    }

    test("a login of another user fails with both names and advice, and stores nothing") {
        val bench = bench()
        bench.user = "bob"
        val result = bench.run("login", "--account", "alice", *cli)
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "The account is alice, and bob has logged in."
            result.stderr shouldContain "Log out at the server in the browser"
        }
        bench.keys() shouldBe emptyList()
        bench.accountsFile.exists() shouldBe false
    }

    test("the wrong user does not replace the token of a later login") {
        val bench = bench()
        bench.login("alice")
        val alice = bench.token()
        bench.user = "bob"
        bench.run("login", "--force", "--account", "alice", *cli).exitCode shouldBe ExitCode.FAILURE
        bench.token() shouldBe alice
    }

    test("several accounts of which none is in use are an error that names them") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        bench.accountsFile.writeText("")
        listOf("token", "refresh", "remove").forEach { command ->
            val result = bench.run(command, *cli)
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldBe ""
                result.stderr shouldContain "alice, bob"
                result.stderr shouldContain "oidc-auth switch --account NAME ${server.issuer}"
            }
        }
        bench.run("switch", server.issuer).exitCode shouldBe ExitCode.FAILURE
        bench.keys().size shouldBe 2
    }

    test("the account can be in the environment, and the command line wins") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        val alice = bench.token("--account", "alice")
        val inEnvironment = bench(mapOf("OIDC_AUTH_ACCOUNT" to "alice"))
        inEnvironment.command.write(bench.command.tokenFile.readText())
        inEnvironment.token() shouldBe alice
        inEnvironment.token("--account", "bob") shouldNotBe alice
    }

    test("a token for one account does not change the account in use, a login does") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        val bob = bench.token()
        listOf("--header", "--id-token").forEach { bench.run("token", *cli, "--account", "alice", it).succeeded() }
        bench.token() shouldBe bob
        bench.login("alice")
        bench.token() shouldNotBe bob
    }

    test("a secret in the environment is not for the token of an application") {
        val bench = bench(mapOf("OIDC_AUTH_CLIENT_SECRET" to "s3cret"))
        bench.run("login", server.url, "--account", "alice").succeeded()
        bench.run("refresh", server.url).succeeded() shouldContain "#account=alice"
    }

    test("refresh renews the token of one account, by itself, and says when a login is needed") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        val before = listOf(bench.token("--account", "alice"), bench.token("--account", "bob"))
        bench.run("refresh", server.issuer).succeeded() shouldContain key("bob")
        bench.token("--account", "alice") shouldBe before[0]
        val after = bench.token("--account", "bob")
        after shouldNotBe before[1]
        bench.run("refresh", *cli, "--account", "alice").succeeded()
        bench.token("--account", "alice") shouldNotBe before[0]

        val none = bench.run("refresh", "https://nowhere.example")
        none.exitCode shouldBe ExitCode.LOGIN_REQUIRED
        none.stderr shouldContain "Log in: oidc-auth login https://nowhere.example"
    }

    test("refresh without a refresh token, or with one that was revoked, needs a login") {
        val bench = bench()
        bench.run("login", "--account", "alice", server.issuer, "--client-id", SampleClients.CLI, "--scope", "openid").succeeded()
        val copy = bench()
        copy.command.write(bench.command.tokenFile.readText())
        bench.run("refresh", server.issuer).succeeded()
        // The server has replaced the refresh token of the copy.
        val used = copy.run("refresh", server.issuer)
        withClue(used) {
            used.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            used.stderr shouldContain "oidc-auth login"
        }
    }

    test("removing the tokens of another store leaves the selection") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        val selected = bench.accountsFile.readText()
        val other = "file:${TemporaryFolders.new().resolve("other.json")}"
        listOf("clear", "--clear", "logout --all").forEach {
            bench.run(*it.split(' ').toTypedArray(), "--store", other).succeeded()
            withClue(it) { bench.accountsFile.readText() shouldBe selected }
        }
        bench.token()
    }

    test("a file of settings elsewhere, or none, does not change the account in use") {
        val settings = TemporaryFolders.new().resolve("settings.toml").also { it.writeText("timeout = 60\n") }
        listOf("/dev/null", "$settings").forEach {
            val bench = bench(mapOf("OIDC_AUTH_CONFIG" to it))
            bench.login("alice")
            bench.login("bob")
            withClue(it) { bench.accountsFile.readText() shouldContain "bob" }
            settings.resolveSibling("accounts.json").exists() shouldBe false
        }
    }

    test("the selection of a removed account is forgotten, and the other one is in use") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        val alice = bench.token("--account", "alice")
        bench.run("remove", server.issuer).succeeded() shouldBe "Removed token for ${key("bob")}\n"
        bench.accountsFile.readText() shouldNotContain "bob"
        bench.token() shouldBe alice
        bench.run("remove", server.issuer, "--account", "bob").succeeded() shouldBe "No cached token for ${server.issuer}\n"
        bench.run("clear").succeeded() shouldBe "Removed 1 token.\n"
        bench.run("clear").succeeded() shouldBe "No cached tokens.\n"
    }

    test("the flags of the Python command forget a selection too, and a damaged file of accounts does not stop them") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        bench.run("--remove", key("bob")).succeeded()
        bench.accountsFile.readText() shouldNotContain "bob"
        bench.login("bob")
        bench.accountsFile.writeText("{")
        bench.run("--clear").succeeded() shouldBe "All cached tokens removed.\n"
        bench.accountsFile.readText() shouldBe "{"
    }

    test("logout of one account leaves the other, and without a name it removes both") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        bench.run("logout", server.issuer, "--account", "bob").succeeded()
        bench.keys() shouldContainExactly listOf(key("alice"))
        bench.accountsFile.readText() shouldNotContain "bob"
        bench.login("bob")
        bench.run("logout", server.issuer).succeeded()
        bench.keys() shouldBe emptyList()
    }

    test("switch accepts the name of the account after a URL, too") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        bench.run("switch", server.issuer, "alice").succeeded() shouldBe "Switched to alice at ${server.issuer}\n"
        val unknown = bench.run("switch", server.issuer, "carol")
        withClue(unknown) { unknown.stderr shouldContain "oidc-auth login --account carol ${server.issuer}" }
    }

    test("switch names what is missing") {
        val bench = bench()
        bench.login("alice")

        fun fault(result: Result) = withClue(result) { result.also { it.stdout shouldBe "" }.stderr }
        fault(bench.run("switch", server.issuer)) shouldContain "no other account"
        fault(bench.run("switch", "carol", server.issuer)) shouldContain "oidc-auth login --account carol ${server.issuer}"
        bench.run("switch").exitCode shouldBe ExitCode.USAGE
        bench.run("switch", "a", "b", "c").exitCode shouldBe ExitCode.USAGE
        bench.run("switch", "--account", "\u0430", server.issuer).exitCode shouldBe ExitCode.USAGE
    }

    test("a damaged file of accounts stops commands that depend on it, and names it") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        bench.accountsFile.writeText("{")
        val result = bench.run("token", *cli)
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldContain "${bench.accountsFile} is damaged"
        bench.token("--account", "alice")
    }

    test("an expired token of the account in use is refreshed, not replaced by that of another account") {
        val bench = bench()
        bench.login("alice")
        bench.login("bob")
        val before = bench.token()
        bench.command.age(10.minutes)
        val after = bench.token()
        after shouldNotBe before
        bench.token("--account", "bob") shouldBe after
    }
})
