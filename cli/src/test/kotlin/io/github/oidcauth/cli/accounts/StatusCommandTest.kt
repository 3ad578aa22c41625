// Tests LoginStatus, StatusReport and AccountUse.
package io.github.oidcauth.cli.accounts

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.succeeded
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.util.Base64
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes

internal class StatusCommandTest : FunSpec({
    val issuer = "https://idp.example"

    fun token(
        user: String?,
        life: Duration = 1.hours,
        refresh: Boolean = true,
    ) = Token("secret-access") {
        expiresAt = Clock.System.now() + life
        if (refresh) refreshToken = "secret-refresh"
        scope = "openid"
        idToken =
            user?.let { name ->
                listOf("""{"alg":"ES256"}""", """{"sub":"1","preferred_username":"$name"}""", "x").joinToString(".") {
                    Base64.getUrlEncoder().withoutPadding().encodeToString(it.toByteArray())
                }
            }
    }

    class Bench {
        private val home = TemporaryFolders.new()
        private val file = TemporaryFolders.new().resolve("tokens.json")
        private val environment = mapOf("OIDC_TOKEN_FILE" to "$file", "XDG_CONFIG_HOME" to "$home")
        val command = CommandBench(tokenFile = file, environment = environment)

        suspend fun put(
            account: String?,
            token: Token,
        ) = FileTokenStore(file).put(TokenKey.forIssuer(issuer, "tool", listOf("openid"), account = account), token)

        suspend fun putForHost(token: Token) = FileTokenStore(file).put(TokenKey.forHost("https://app.example"), token)

        suspend fun run(vararg arguments: String) = command.run(*arguments)
    }

    test("without a token a login is needed, and that is said on standard error") {
        listOf(emptyArray(), arrayOf(issuer)).forEach { host ->
            val result = Bench().run("status", *host)
            result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            result.stdout shouldBe ""
            result.stderr shouldContain "You are not logged in"
            result.stderr shouldContain "oidc-auth login ${host.firstOrNull() ?: "HOST"}"
            val json = Bench().run("status", *host, "--json")
            json.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            json.stdout shouldBe "[]\n"
        }
    }

    test("the user is read from an access token that is a JWT, where there is no ID token") {
        val bench = Bench()
        val claims = listOf("""{"alg":"ES256"}""", """{"sub":"1","email":"alice@app.example"}""", "x")
        val jwt = claims.joinToString(".") { Base64.getUrlEncoder().withoutPadding().encodeToString(it.toByteArray()) }
        bench.putForHost(Token(jwt) { expiresAt = Clock.System.now() + 1.hours })
        bench.run("status").succeeded() shouldContain "https://app.example\n  Logged in as alice@app.example (in use)"
    }

    test("a valid token is shown with its user, its end and its store, and without secrets") {
        val bench = Bench()
        bench.put(null, token("alice"))
        listOf(emptyArray(), arrayOf(issuer), arrayOf("idp.example/")).forEach { host ->
            val text = bench.run("status", *host).succeeded()
            text shouldContain "$issuer\n  Logged in as alice (in use)\n"
            text shouldContain "valid until "
            text shouldContain "can be refreshed"
            text shouldContain "Token file: ${bench.command.tokenFile}"
            text shouldNotContain "secret"
        }
    }

    test("a token that can be refreshed is a login, one that has expired is none") {
        val bench = Bench()
        bench.put(null, token("alice", life = (-1).minutes))
        bench.run("status", issuer).succeeded() shouldContain "the next use refreshes it"
        // A store keeps an entry until 30 seconds before its end.
        bench.put(null, token("alice", life = 40.minutes, refresh = false))
        bench.run("status", issuer).succeeded() shouldContain "then log in again"
    }

    test("the account in use decides, and the others are shown") {
        val bench = Bench()
        bench.put("alice", token("alice"))
        bench.put("bob", token("robert"))
        bench.run("switch", "bob", issuer).succeeded()
        val text = bench.run("status", issuer).succeeded()
        text shouldContain "Logged in as alice\n"
        text shouldContain "Logged in as bob (in use)\n    user:     robert\n"
        bench.run("status", issuer, "--account", "alice").succeeded() shouldNotContain "bob"
        val carol = bench.run("status", issuer, "--account", "carol")
        carol.exitCode shouldBe ExitCode.LOGIN_REQUIRED
        carol.stderr shouldContain "oidc-auth login --account carol $issuer"
    }

    test("an account in use whose token is gone needs a login, whatever others have") {
        val bench = Bench()
        bench.put("alice", token("alice"))
        bench.put("bob", token("bob"))
        bench.run("switch", "bob", issuer).succeeded()
        FileTokenStore(bench.command.tokenFile).remove(TokenKey.forIssuer(issuer, "tool", listOf("openid"), account = "bob"))
        bench.run("status", issuer).exitCode shouldBe ExitCode.LOGIN_REQUIRED
    }

    test("each server decides for itself, and several accounts of which none is in use are logged in") {
        val bench = Bench()
        bench.put("alice", token("alice"))
        bench.put("bob", token("bob"))
        val text = bench.run("status", issuer).succeeded()
        text shouldNotContain "in use"
        FileTokenStore(bench.command.tokenFile).put(TokenKey.forHost("https://app.example"), token(null))
        bench.run("status").succeeded() shouldContain "https://app.example\n  Logged in (in use)"
        bench.run("switch", "bob", issuer).succeeded()
        FileTokenStore(bench.command.tokenFile).remove(TokenKey.forIssuer(issuer, "tool", listOf("openid"), account = "bob"))
        bench.run("status").exitCode shouldBe ExitCode.LOGIN_REQUIRED
        bench.run("status", "https://app.example").exitCode shouldBe ExitCode.SUCCESS
    }

    test("JSON has everything but the secrets, for each token") {
        val bench = Bench()
        bench.put("alice@example.com", token("alice"))
        val json = bench.run("status", "--json").succeeded()
        json shouldNotContain "secret"
        val entry = Json.parseToJsonElement(json).jsonArray.single().jsonObject

        fun text(name: String) = entry.getValue(name).jsonPrimitive.content
        text("issuer") shouldBe issuer
        text("account") shouldBe "alice@example.com"
        text("user") shouldBe "alice"
        text("subject") shouldBe "1"
        text("status") shouldBe "valid"
        text("in_use") shouldBe "true"
        text("store") shouldContain "tokens.json"
    }

    test("a name that a server made up does not control the terminal") {
        val bench = Bench()
        bench.put(null, token("a\\u001b[2J\\nb"))
        bench.run("status").succeeded().filter { it.isISOControl() && it != '\n' } shouldBe ""
    }
})
