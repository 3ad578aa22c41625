// Tests RequiredLoginRule and LoginDemand.
package io.github.oidcauth.internal.assembly

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidConfigException
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
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.http.Parameters
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.time.Duration.Companion.seconds

/** Logins with the requirements of the configuration: `acr_values` and `max_age` (OpenID Connect Core 1.0 §3.1.2.1). */
class RequiredLoginTest :
    FunSpec({
        val issuer = "https://idp.example/realms/r"
        val key = NimbusJose.jose.keys.generate(JwsAlgorithm.RS256, "k1")

        class Bench {
            private val documents = ScriptedIssuer(issuer, key)
            private val bench = LoginBench { documents.responseTo(it) ?: responseTo(it) }
            var page: Parameters? = null
            var acr: String? = "gold"
            var secondsAgo: Int? = 5

            init {
                bench.visit = { login -> ScriptedIssuer.complete(login) { page = it } }
            }

            private fun responseTo(request: ReceivedRequest): ScriptedResponse =
                when (request.url) {
                    "$issuer/token" -> {
                        ScriptedResponse.token(""""id_token":"${idToken()}"""")
                    }

                    else -> {
                        ScriptedResponse("", 404)
                    }
                }

            private fun idToken(): String {
                val now = bench.clock.now().epochSeconds
                val claims =
                    buildJsonObject {
                        put("iss", issuer)
                        put("sub", "alice")
                        put("aud", "my-client")
                        put("iat", now)
                        put("exp", now + 300)
                        page?.get("nonce")?.let { put("nonce", it) }
                        acr?.let { put("acr", it) }
                        secondsAgo?.let { put("auth_time", now - it) }
                    }
                return NimbusJose.jose.signer.sign(claims, key, JwsAlgorithm.RS256)
            }

            suspend fun token(configure: Config.Builder.() -> Unit): Token =
                bench.withSource(issuer, {
                    clientId = "my-client"
                    browser = BrowserOpener { true }
                    configure()
                }) { it.token() }

            suspend fun stored() = bench.store.entries()

            fun sentTo(path: String) = bench.requests.filter { it.url == "$issuer/$path" }
        }

        test("a login of the required class is requested in the browser, and its token is found again") {
            val bench = Bench()
            bench.token { requiredAcrValues = listOf("gold", "silver") }
            bench.page?.get("acr_values") shouldBe "gold silver"
            bench.sentTo("device").shouldBeEmpty()
            bench.token { requiredAcrValues = listOf("gold") }
            bench.sentTo("token") shouldHaveSize 1
        }

        test("the stored token of another login is replaced by a new login") {
            val bench = Bench()
            bench.acr = "bronze"
            bench.token {}
            bench.acr = "gold"
            bench.token { requiredAcrValues = listOf("gold") }
            bench.sentTo("token") shouldHaveSize 2
        }

        listOf("bronze", null).forEach { acr ->
            test("a login whose ID token has the acr $acr is refused, and nothing is stored") {
                val bench = Bench()
                bench.acr = acr
                shouldThrow<UnmetAuthenticationRequirementsException> { bench.token { requiredAcrValues = listOf("gold") } }
                bench.stored().shouldBeEmpty()
            }
        }

        test("a login of 60 seconds ago is recent enough for a maximum age of 60 seconds, and one of 75 is not") {
            val bench = Bench()
            bench.secondsAgo = 60
            bench.token {}
            bench.token { maxAge = 60.seconds }
            bench.sentTo("token") shouldHaveSize 1
            val other = Bench()
            other.secondsAgo = 75
            other.token {}
            other.secondsAgo = 0
            other.token { maxAge = 60.seconds }
            other.page?.get("max_age") shouldBe "60"
            other.sentTo("token") shouldHaveSize 2
        }

        test("a stored token that does not say when the user logged in is replaced by a new login") {
            val bench = Bench()
            bench.secondsAgo = null
            bench.token {}
            bench.secondsAgo = 0
            bench.token { maxAge = 3600.seconds }
            bench.sentTo("token") shouldHaveSize 2
        }

        test("a batch job gets no token of another login, even a valid one") {
            val bench = Bench()
            bench.acr = "bronze"
            bench.token {}
            shouldThrow<InteractionRequiredException> {
                bench.token {
                    requiredAcrValues = listOf("gold")
                    interactive = false
                }
            }
        }

        test("a device login sends the requirements and the other parameters, but no mode of a response") {
            val bench = Bench()
            bench.token {
                flow = LoginFlow.DEVICE
                requiredAcrValues = listOf("gold")
                authorizationParameters = mapOf("kc_idp_hint" to "github", "response_mode" to "form_post")
            }
            val form = bench.sentTo("device").single().form
            form["acr_values"] shouldBe listOf("gold")
            form["kc_idp_hint"] shouldBe listOf("github")
            form.keys shouldContain "client_id"
            form["response_mode"] shouldBe null
        }

        test("a device login whose ID token has another class is refused") {
            val bench = Bench()
            bench.acr = "bronze"
            shouldThrow<UnmetAuthenticationRequirementsException> {
                bench.token {
                    flow = LoginFlow.DEVICE
                    requiredAcrValues = listOf("gold")
                }
            }
            bench.stored().shouldBeEmpty()
        }

        listOf<Triple<String, String, Config.Builder.() -> Unit>>(
            Triple("an empty acr value", "is not one", { requiredAcrValues = listOf("") }),
            Triple("two acr values in one", "is not one", { requiredAcrValues = listOf("gold silver") }),
            Triple("a negative age", "from 0 to", { maxAge = (-1).seconds }),
            Triple("more than a hundred years", "from 0 to", { maxAge = 3_155_760_001.seconds }),
            Triple("a scope without openid", "scope openid", {
                maxAge = 0.seconds
                scope = "read"
            }),
            Triple("acr_values as a parameter too", "Leave one of them out", {
                requiredAcrValues = listOf("gold")
                authorizationParameters = mapOf("acr_values" to "silver")
            }),
            Triple("max_age as a parameter too", "Leave one of them out", {
                maxAge = 1.seconds
                authorizationParameters = mapOf("max_age" to "2")
            }),
        ).forEach { (name, words, configure) ->
            test("$name cannot work") {
                shouldThrow<InvalidConfigException> {
                    Config(issuer) {
                        clientId = "my-client"
                        configure()
                    }
                }.message shouldContain words
            }
        }

        listOf<Pair<String, Config.Builder.() -> Unit>>(
            "a maximum age" to { maxAge = 1.seconds },
            "an acr value" to { requiredAcrValues = listOf("gold") },
        ).forEach { (name, configure) ->
            test("an application with py-oidc-auth issues no ID token, so that $name cannot be required there") {
                shouldThrow<InvalidConfigException> { Config("https://app.example", configure) }.message shouldContain "client id"
            }
        }
    })
