package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.Token
import io.github.oidcauth.UnmetAuthenticationRequirementsException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.ktor.http.Parameters
import io.ktor.http.encodeURLParameter
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

/** The requests of a login that an API demands (RFC 9470 §4), at an issuer and at an application. */
class StepUpLoginTest :
    FunSpec({
        val issuer = "https://idp.example/realms/r"
        val application = "https://app.example"
        val key = NimbusJose.jose.keys.generate(JwsAlgorithm.RS256, "k1")
        val demanded = InsufficientUserAuthenticationException(acrValues = "gold silver", maxAgeSeconds = 300)
        val rejected = Token("rejected")

        class Bench {
            private val documents = ScriptedIssuer(issuer, key)
            private val bench = LoginBench { documents.responseTo(it) ?: responseTo(it) }

            /** The parameters of the login page that the user saw. */
            var page: Parameters? = null
            var hasIdToken = true
            var claims: Map<String, JsonElement> = emptyMap()

            init {
                bench.visit = { login -> ScriptedIssuer.complete(login) { page = it } }
            }

            private fun responseTo(request: ReceivedRequest): ScriptedResponse =
                when (request.url) {
                    "$issuer/token" -> {
                        ScriptedResponse.token(if (hasIdToken) """"id_token":"${idToken()}"""" else "")
                    }

                    "$application/auth/v2/login" -> {
                        val passedOn = listOf("acr_values", "max_age").associateWith { request.query.getValue(it).single() }
                        val query = passedOn.entries.joinToString("&") { (name, value) -> "$name=${value.encodeURLParameter()}" }
                        val url = "$issuer/authorize?state=s%7C%7Cv&$query"
                        ScriptedResponse("", 307, listOf("Location" to url))
                    }

                    "$application/auth/v2/token" -> {
                        ScriptedResponse.token()
                    }

                    else -> {
                        ScriptedResponse("", 404)
                    }
                }

            private fun idToken(): String {
                val now = bench.clock.now().epochSeconds
                val all =
                    buildJsonObject {
                        put("iss", issuer)
                        put("sub", "alice")
                        put("aud", "my-client")
                        put("iat", now)
                        put("exp", now + 300)
                        page?.get("nonce")?.let { put("nonce", it) }
                        claims.forEach { (name, value) -> put(name, value) }
                    }
                return NimbusJose.jose.signer.sign(all, key, JwsAlgorithm.RS256)
            }

            fun loggedIn(
                acr: String,
                secondsAgo: Int,
            ) {
                claims =
                    mapOf(
                        "acr" to JsonPrimitive(acr),
                        "auth_time" to JsonPrimitive(bench.clock.now().epochSeconds - secondsAgo),
                    )
            }

            suspend fun stepUp(
                host: String = issuer,
                configure: Config.Builder.() -> Unit = {},
            ): Token? =
                bench.withSource(host, {
                    if (host == issuer) clientId = "my-client"
                    browser = BrowserOpener { true }
                    configure()
                }) { it.stepUp(rejected, demanded) }

            suspend fun stored() = bench.store.entries()

            fun sentTo(path: String) = bench.requests.filter { it.url == "$issuer/$path" }
        }

        test("the browser is asked first, with the values of the challenge in place of those of the configuration") {
            val bench = Bench()
            bench.loggedIn("silver", secondsAgo = 10)
            val token = bench.stepUp { authorizationParameters = mapOf("acr_values" to "bronze", "login_hint" to "alice") }
            token?.accessToken shouldBe "at"
            val page = bench.page.shouldNotBeNull()
            page["acr_values"] shouldBe "gold silver"
            page["max_age"] shouldBe "300"
            page["login_hint"] shouldBe "alice"
            bench.sentTo("device").shouldBeEmpty()
        }

        test("an ID token with another acr or an old login is refused, and nothing is stored") {
            val bench = Bench()
            bench.loggedIn("bronze", secondsAgo = 10)
            shouldThrow<UnmetAuthenticationRequirementsException> { bench.stepUp() }
            bench.loggedIn("gold", secondsAgo = 1_000)
            shouldThrow<InvalidResponseException> { bench.stepUp() }
            bench.stored().shouldBeEmpty()
        }

        test("without the scope openid there is no ID token, and the API judges by the access token") {
            val bench = Bench()
            bench.hasIdToken = false
            bench.stepUp { scope("pay") }?.accessToken shouldBe "at"
            bench.page?.get("max_age") shouldBe "300"
        }

        test("an ID token that comes all the same is validated") {
            val bench = Bench()
            bench.loggedIn("bronze", secondsAgo = 10)
            shouldThrow<UnmetAuthenticationRequirementsException> { bench.stepUp { scope("pay") } }
        }

        test("where no page can be opened, and where it is set, the device login sends the values too") {
            val bench = Bench()
            bench.loggedIn("gold", secondsAgo = 10)
            bench.stepUp { browser = null }?.accessToken shouldBe "at"
            bench.stepUp { flow = LoginFlow.DEVICE }?.accessToken shouldBe "at"
            bench.page.shouldBeNull()
            bench.sentTo("device").map { it["acr_values"] to it["max_age"] } shouldBe List(1) { "gold silver" to "300" }
        }

        test("an application gets the values at its login route, and a browser login") {
            val bench = Bench()
            bench.stepUp(application) { browser = null }?.accessToken shouldBe "at"
            bench.page?.get("acr_values") shouldBe "gold silver"
            bench.page?.get("max_age") shouldBe "300"
        }

        test("without a user there is no token and no request") {
            val bench = Bench()
            bench.stepUp { interactive = false }.shouldBeNull()
            bench.sentTo("device").shouldBeEmpty()
        }
    })
