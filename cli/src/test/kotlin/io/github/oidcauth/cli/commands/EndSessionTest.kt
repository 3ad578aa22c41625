// Tests EndSession, TokenIntrospection and LogoutCommand.
package io.github.oidcauth.cli.commands

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UserInteraction
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
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import java.time.Duration
import kotlin.io.path.createFile
import kotlin.io.path.writeText

internal class EndSessionTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }
    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI)
    val opened = mutableListOf<String>()
    beforeTest { opened.clear() }
    val user =
        object : UserInteraction by User() {
            override fun openBrowser(url: String): Boolean = opened.add(url)
        }

    test("logout --end-session opens the logout page of the issuer, without a token in its URL") {
        val bench = CommandBench(user)
        bench.run("login", *cli, "--scope", "openid").succeeded()
        opened.clear()
        val result = bench.run("logout", server.issuer, "--end-session")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stdout shouldStartWith "Removed the token for ${server.issuer}"
            result.stderr shouldContain opened.single()
        }
        bench.mayOpenBrowser shouldBe true
        opened.single() shouldStartWith "${server.issuer}/"
        opened.single() shouldContain "client_id=${SampleClients.CLI}"
        opened.single() shouldNotContain "id_token_hint"
    }

    test("without the option no page is opened, and with an issuer that has none the logout is done and fails") {
        val bench = CommandBench(user)
        bench.run("login", *cli, "--scope", "openid").succeeded()
        opened.clear()
        bench.run("logout", server.issuer).succeeded()
        bench.mayOpenBrowser shouldBe false
        OnlineIssuer().use { issuer ->
            FileTokenStore(bench.tokenFile).put(TokenKey.forIssuer(issuer.url, "app", listOf("openid")), Token("at"))
            val result = bench.run("logout", "--all", "--end-session")
            withClue(result) {
                result.exitCode shouldBe ExitCode.FAILURE
                result.stdout shouldStartWith "Removed the token for ${issuer.url}"
                result.stderr shouldContain "no logout page"
            }
        }
        opened.shouldBeEmpty()
    }

    test("introspect --token-file sends a token that is not stored") {
        val secret = tempdir().toPath().resolve("secret").also { it.createFile().writeText(SampleClients.SECRET) }
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"))
        val service = arrayOf(server.issuer, "--client-id", SampleClients.SERVICE, "--client-secret-file", "$secret")
        val token = CommandBench(User()).run("token", *cli, "--scope", "openid").succeeded()
        val bench = CommandBench(stdin = token)
        val response = Json.parseToJsonElement(bench.run("introspect", *service, "--token-file", "-").succeeded()).jsonObject
        response.getValue("active").jsonPrimitive.content shouldBe "true"
        val none = CommandBench(stdin = "unknown").run("introspect", *service, "--token-file", "-").succeeded()
        Json.parseToJsonElement(none).jsonObject.getValue("active").jsonPrimitive.content shouldBe "false"
        bench.run("introspect", server.issuer, "--token-file", "-").exitCode shouldBe ExitCode.USAGE
        val both = arrayOf(server.issuer, "--client-id", "x", "--client-secret-file", "-", "--token-file", "-")
        bench.run("introspect", *both).exitCode shouldBe ExitCode.USAGE
    }
})
