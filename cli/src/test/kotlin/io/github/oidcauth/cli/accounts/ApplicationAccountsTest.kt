// Tests Accounts and TokenSelection.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.time.Duration

/** Several accounts at one application, which has no ID tokens. */
internal class ApplicationAccountsTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }

    test("an account of an application is stored by its name, and old tokens stay what they are") {
        val bench = AccountBench(emptyArray())
        bench.run("login", server.url, "--account", "alice").succeeded()
        bench.keys() shouldContainExactly listOf("${server.url}#account=alice")
        bench.run("token", server.url).succeeded() shouldBe bench.run("token", server.url, "--account", "alice").succeeded()
    }

    test("all commands use the account of an application that is in use, also beside a token without an account") {
        val bench = AccountBench(emptyArray())
        bench.run("login", server.url).succeeded()
        bench.user = "bob"
        bench.run("login", server.url, "--account", "bob").exitCode shouldBe ExitCode.SUCCESS
        bench.run("switch", "bob", server.url).succeeded()

        bench.run("decode", server.url).stdout shouldContain "\"sub\": \"bob\""
        bench.run("refresh", server.url).succeeded() shouldContain "${server.url}#account=bob"
        bench.run("refresh", server.url, "--account", "").succeeded() shouldNotContain "#account"
        bench.run("refresh", "${server.url}#account=bob").succeeded() shouldContain "${server.url}#account=bob"
    }

    test("logout without a name removes the tokens of an application with and without an account") {
        val bench = AccountBench(emptyArray())
        bench.run("login", server.url).succeeded()
        bench.user = "bob"
        bench.run("login", server.url, "--account", "bob").exitCode shouldBe ExitCode.SUCCESS
        bench.run("logout", server.url).succeeded()
        bench.keys() shouldBe emptyList()
    }
})
