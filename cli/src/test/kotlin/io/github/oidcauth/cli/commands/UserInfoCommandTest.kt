// Tests UserInfoRequest.
package io.github.oidcauth.cli.commands

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.OnlineIssuer
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.time.Duration

internal class UserInfoCommandTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }
    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI, "--scope", "openid email")

    test("at an issuer the claims are printed as they are") {
        val bench = CommandBench(User())
        bench.run("login", *cli).succeeded()
        val json = Json.parseToJsonElement(bench.run("userinfo", *cli).succeeded()).jsonObject
        json.getValue("sub").jsonPrimitive.content shouldBe "alice"
    }

    test("at an application its own route gets the request, in both modes") {
        listOf(server.url, server.brokerUrl).forEach { host ->
            val bench = CommandBench(User())
            bench.run("login", host).succeeded()
            val json = Json.parseToJsonElement(bench.run("userinfo", host).succeeded()).jsonObject
            json.getValue("username").jsonPrimitive.content shouldBe "alice"
        }
    }

    test("a login comes first if it is needed and a user is there, and else is an error with advice") {
        CommandBench(User()).run("userinfo", *cli).succeeded() shouldContain "alice"
        CommandBench().run("userinfo", *cli, "--non-interactive").exitCode shouldBe ExitCode.LOGIN_REQUIRED
    }

    test("a server without userinfo fails with what to do") {
        OnlineIssuer().use { issuer ->
            val bench = CommandBench()
            FileTokenStore(bench.tokenFile).put(TokenKey.forIssuer(issuer.url, "app"), Token("at"))
            val result = bench.run("userinfo", issuer.url, "--client-id", "app")
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stderr shouldContain "no userinfo endpoint"
            }
        }
    }
})
