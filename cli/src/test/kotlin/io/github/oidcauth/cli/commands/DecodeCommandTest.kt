// Tests TokenDecoding, TokenVerification and ClaimAudience.
package io.github.oidcauth.cli.commands

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.time.Duration
import kotlin.io.path.writeText

internal class DecodeCommandTest : FunSpec({
    val server = SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1)))
    afterSpec { server.close() }
    val cli = arrayOf(server.issuer, "--client-id", SampleClients.CLI)

    suspend fun loggedIn(): CommandBench = CommandBench(User()).also { it.run("login", *cli, "--scope", "openid").succeeded() }

    fun claims(
        stdout: String,
        member: String? = null,
    ): JsonObject {
        val json = Json.parseToJsonElement(stdout).jsonObject
        return (member?.let { json.getValue(it).jsonObject } ?: json).getValue("claims").jsonObject
    }

    fun Result.failed(
        code: Int,
        vararg words: String,
    ) = withClue(this) {
        exitCode shouldBe code
        words.forEach { stderr shouldContain it }
    }

    test("both stored tokens are shown, without their signatures, and it is said that they are not verified") {
        val bench = loggedIn()
        val token = bench.run("token", *cli, "--scope", "openid").succeeded().trim()
        val result = bench.run("decode", server.issuer)
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            claims(result.stdout, "access_token").getValue("iss").jsonPrimitive.content shouldBe server.issuer
            claims(result.stdout, "id_token").getValue("sub").jsonPrimitive.content shouldBe "alice"
            result.stdout shouldContain "in 4 min"
            result.stdout shouldNotContain token.substringAfterLast('.')
            result.stderr shouldStartWith "Not verified:"
        }
    }

    test("--verify checks both against their issuer, and the audience that is named") {
        val bench = loggedIn()
        val result = bench.run("decode", server.issuer, "--verify")
        withClue(result) {
            result.exitCode shouldBe ExitCode.SUCCESS
            result.stderr shouldContain
                "Verified: the access token is by ${server.issuer}, and says that it is for ${SampleClients.CLI}."
            result.stderr shouldContain "Verified: the ID token is by ${server.issuer}, for the client ${SampleClients.CLI}."
            result.stderr shouldNotContain "Not verified"
        }
        val token = bench.run("token", *cli, "--scope", "openid").succeeded()
        val issuer = arrayOf("--verify", "--issuer", server.issuer)
        val named = CommandBench(stdin = token).run("decode", "-", *issuer, "--client-id", "x", "--audience", SampleClients.CLI)
        withClue(named) { named.exitCode shouldBe ExitCode.SUCCESS }
        CommandBench(stdin = token).run("decode", "-", *issuer, "--client-id", "x", "--audience", "other")
            .failed(ExitCode.FAILURE, "Error: The access token is not to be trusted: it is not for this audience (aud).")
    }

    test("a forged, a foreign and an opaque token fail with the reason") {
        val token = loggedIn().run("token", *cli, "--scope", "openid").succeeded().trim()
        val issuer = arrayOf("--verify", "--issuer", server.issuer)
        val forged = token.dropLast(6) + "AAAAAA"
        CommandBench(stdin = forged).run("decode", "-", *issuer).failed(ExitCode.FAILURE, "signature")
        SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1))).use { other ->
            CommandBench(stdin = token).run("decode", "-", "--verify", "--issuer", other.issuer)
                .failed(ExitCode.FAILURE, "Error: The access token is not to be trusted: ")
        }
        CommandBench(stdin = "opaque").run("decode", "-", *issuer).failed(ExitCode.FAILURE, "no signed JWT", "introspect")
        val opaque = CommandBench(stdin = "opaque").run("decode", "-")
        opaque.stdout shouldContain "\"kind\": \"opaque\""
        opaque.stdout shouldNotContain "\"opaque\": "
    }

    test("an ID token from a file is verified for the client") {
        val bench = loggedIn()
        val idToken = bench.run("token", *cli, "--scope", "openid", "--id-token").succeeded()
        val file = tempdir().toPath().resolve("id").also { it.writeText(idToken) }
        val verify = arrayOf("decode", "--token-file", "$file", "--id-token", "--verify")
        CommandBench().run(*verify, *cli).exitCode shouldBe ExitCode.SUCCESS
        CommandBench().run(*verify, server.issuer, "--client-id", "another").failed(ExitCode.FAILURE, "(aud)")
        CommandBench().run(*verify, server.issuer).failed(ExitCode.USAGE, "--client-id")
    }

    test("a token as an argument is refused, and not repeated") {
        val token = loggedIn().run("token", *cli, "--scope", "openid").succeeded().trim()
        val result = CommandBench().run("decode", token)
        result.failed(ExitCode.USAGE, "read arguments", "oidc-auth decode -")
        result.stderr shouldNotContain token.take(30)
    }

    test("a text that is no token is an error with advice") {
        CommandBench().run("decode").failed(ExitCode.USAGE, "needs a HOST, a FILE")
        CommandBench().run("decode", "https://nobody.example").failed(ExitCode.FAILURE, "no token is stored")
        CommandBench(stdin = "x").run("decode", "-", "--verify").failed(ExitCode.USAGE, "--issuer")
        CommandBench().run("decode", "./nowhere").failed(ExitCode.FAILURE, "There is no file ./nowhere")
        CommandBench(stdin = "").run("decode", "-").failed(ExitCode.FAILURE, "There is no token in standard input")
        val bench = CommandBench()
        FileTokenStore(bench.tokenFile).put(TokenKey.forHost(server.url), Token("opaque"))
        bench.run("decode", server.url, "--verify").failed(ExitCode.USAGE, "--issuer")
    }
})
