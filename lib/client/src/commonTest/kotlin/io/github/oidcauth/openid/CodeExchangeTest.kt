package io.github.oidcauth.openid

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.AuthorizationRequest
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.time.Duration.Companion.seconds

private const val REDIRECT = "https://app.example/cb"

/** The parameters of the request apply to the ID token that is issued for its code. */
class CodeExchangeTest :
    FunSpec({
        /** A login whose ID token is right for the request but for [changes]. */
        suspend fun login(
            vararg changes: Pair<String, String?>,
            scope: String = "openid",
            configure: AuthorizationRequestBuilder.() -> Unit = {},
        ): Token {
            var idToken: String? = null
            val server = IssuingServer { tokenResponse(idToken) }
            val client = server.bench.client(IssuingServer.METADATA)
            val request =
                client.authorizationRequest(REDIRECT) {
                    scope(scope)
                    configure()
                }
            val right = request.nonce?.let { arrayOf<Pair<String, String?>>("nonce" to IssuingServer.text(it)) }.orEmpty()
            idToken = server.sign(server.claims(*right, *changes))
            // Another process redeems it.
            val resumed = AuthorizationRequest.deserialize(request.serialize())
            return client.token(
                AuthorizationCodeGrant(client.validate(resumed, "$REDIRECT?code=the-code&state=${request.state}")),
            )
        }

        suspend fun refused(
            vararg changes: Pair<String, String?>,
            scope: String = "openid",
            configure: AuthorizationRequestBuilder.() -> Unit = {},
        ): String = shouldThrow<InvalidResponseException> { login(*changes, scope = scope, configure = configure) }.message

        /** Seconds since 1970, [ago] seconds before the clock of the tests. */
        fun seconds(ago: Long): String = "${IssuingServer().bench.clock.now().epochSeconds - ago}"

        test("a login whose ID token has the nonce of the request gets its token") {
            login().idToken.shouldNotBeNull()
        }

        test("a missing, other or malformed nonce is refused") {
            listOf(null, "null", "\"\"", "\"other\"", "1", "[]").forEach {
                withClue(it) { refused("nonce" to it) shouldContain "nonce" }
            }
        }

        test("a nonce that was not asked for is refused") {
            login(scope = "read").idToken.shouldNotBeNull()
            refused("nonce" to "\"other\"", scope = "read") shouldContain "nonce"
        }

        test("c_hash has to fit the code that was redeemed") {
            login("c_hash" to "\"${IssuingServer.hashOf("the-code")}\"")
            listOf("\"${IssuingServer.hashOf("another-code")}\"", "\"\"", "1").forEach {
                withClue(it) { refused("c_hash" to it) shouldContain "c_hash" }
            }
        }

        test("with max_age the login may be that old and the leeway, and the ID token has to say when it was") {
            val fiveMinutes: AuthorizationRequestBuilder.() -> Unit = { maxAge(300.seconds) }
            login("auth_time" to seconds(ago = 360), configure = fiveMinutes)
            refused("auth_time" to seconds(ago = 361), configure = fiveMinutes) shouldContain "auth_time"
            refused(configure = fiveMinutes) shouldContain "auth_time"
            login("auth_time" to seconds(ago = 86_400))
        }

        test("a required acr is one of those, a wished one may be another") {
            val required: AuthorizationRequestBuilder.() -> Unit = { requiredAcrValues("gold", "silver") }
            login("acr" to "\"silver\"", configure = required)
            refused("acr" to "\"bronze\"", configure = required) shouldContain "acr"
            refused("acr" to "\"gold silver\"", configure = required) shouldContain "acr"
            refused(configure = required) shouldContain "acr"
            login("acr" to "\"bronze\"") { acrValues("gold", "silver") }
        }

        test("a request with openid gets an ID token or fails, one without may get none") {
            val server = IssuingServer { tokenResponse(null) }
            val client = server.bench.client(IssuingServer.METADATA)

            suspend fun token(scope: String): Token {
                val request = client.authorizationRequest(REDIRECT) { scope(scope) }
                return client.token(AuthorizationCodeGrant(client.validate(request, "$REDIRECT?code=c&state=${request.state}")))
            }
            token("read").idToken.shouldBeNull()
            shouldThrow<InvalidResponseException> { token("openid") }.message shouldContain "ID token"
        }

        test("a code is not spent while the keys are out of reach that its ID token needs") {
            val server = IssuingServer { tokenResponse(null) }
            server.published = emptyList()
            val client = server.bench.client(IssuingServer.METADATA)
            val request = client.authorizationRequest(REDIRECT) { scope("openid") }
            val response = client.validate(request, "$REDIRECT?code=c&state=${request.state}")
            shouldThrow<InvalidResponseException> { client.token(AuthorizationCodeGrant(response)) }
            server.bench.requests.map { it.url } shouldBe listOf(IssuingServer.JWKS)
        }
    })
