package io.github.oidcauth.cli.credentials

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import java.util.Base64
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Instant

/** The tokens that credential helpers present, by the command that prints them as they are. */
internal class HelperTokenTest : FunSpec({
    val server = SampleServer.start(HelperBench.settings)
    afterSpec { server.close() }

    fun status(result: Result) = Json.parseToJsonElement(result.succeeded()).jsonObject.getValue("status").jsonObject

    fun token(result: Result) = status(result).getValue("token").jsonPrimitive.content

    fun claims(jwt: String) = Json.parseToJsonElement(String(Base64.getUrlDecoder().decode(jwt.split('.')[1]))).jsonObject

    /** The ID token [jwt] with another expiry. Nothing reads its signature again. */
    fun expiringAt(
        expiresAt: Instant,
        jwt: String,
    ): String {
        val (header, _, signature) = jwt.split('.')
        val changed = JsonObject(claims(jwt) + ("exp" to JsonPrimitive(expiresAt.epochSeconds)))
        return "$header.${Base64.getUrlEncoder().withoutPadding().encodeToString("$changed".toByteArray())}.$signature"
    }

    test("the stored ID token is presented with its own expiry, and the access token with that of the response") {
        val bench = HelperBench(server)
        val accessToken = bench.logIn()
        val id = status(bench.run("exec-credential"))
        id.getValue("token").jsonPrimitive.content shouldBe bench.stored("id_token")
        val end = claims(bench.stored("id_token")).getValue("exp").jsonPrimitive.content.toLong()
        Instant.parse(id.getValue("expirationTimestamp").jsonPrimitive.content).epochSeconds shouldBe end
        token(bench.run("exec-credential", "--access-token")) shouldBe accessToken
    }

    test("an ID token that is about to expire is refreshed, though the access token is not") {
        val bench = HelperBench(server)
        val accessToken = bench.logIn()
        val old = expiringAt(Clock.System.now() + 1.minutes, bench.stored("id_token"))
        bench.replace("id_token", old)
        val new = token(bench.run("exec-credential"))
        new shouldNotBe old
        new shouldBe bench.stored("id_token")
        bench.stored("access_token") shouldNotBe accessToken
    }

    test("an ID token that is good for longer is not refreshed") {
        val bench = HelperBench(server)
        bench.logIn()
        val old = expiringAt(Clock.System.now() + 2.minutes, bench.stored("id_token"))
        bench.replace("id_token", old)
        val requests = server.requests.size
        token(bench.run("exec-credential")) shouldBe old
        server.requests.size shouldBe requests
    }

    test("without a stored token and a user, the helper says what to do and prints nothing") {
        val result = HelperBench(server).run("exec-credential", "--non-interactive")
        withClue(result) {
            result.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            result.stdout shouldBe ""
            result.stderr shouldContain "oidc-auth"
        }
    }

    test("helpers that start at the same time show one prompt") {
        val bench = HelperBench(server)
        val prompts = AtomicInteger()
        val user =
            object : UserInteraction by User() {
                override fun showDeviceCode(code: DeviceCode) {
                    prompts.incrementAndGet()
                    User().showDeviceCode(code)
                }
            }
        val tokens =
            coroutineScope {
                List(5) { async { token(bench.run("exec-credential", "--interactive", user = user)) } }.map { it.await() }
            }
        tokens.toSet().size shouldBe 1
        prompts.get() shouldBe 1
    }

    test("the scope without openid has no ID token, and the error names the way out") {
        val bench = HelperBench(server)
        val result = bench.run("exec-credential", "--scope", "email", user = User())
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "--scope openid"
            result.stderr shouldContain "--access-token"
        }
    }

    test("a token that is bound to a key is not given away, because nobody else could use it") {
        val bench = HelperBench(server)
        val accessToken = bench.logIn()
        bench.replace("token_type", "N_A")
        val result = bench.run("exec-credential", "--access-token")
        withClue(result) {
            result.exitCode shouldBe ExitCode.FAILURE
            result.stdout shouldBe ""
            result.stderr shouldContain "bound to a key"
            result.stderr shouldNotContain accessToken
        }
    }

    test("the secret of the client cannot come from the stream of the request") {
        val result = HelperBench(server).run("exec-credential", "--client-secret-file", "-", request = "secret")
        withClue(result) {
            result.exitCode shouldBe ExitCode.USAGE
            result.stdout shouldBe ""
            result.stderr shouldContain "uses standard input. Name a file"
        }
    }
})
