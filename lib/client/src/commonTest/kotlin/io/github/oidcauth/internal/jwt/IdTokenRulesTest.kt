package io.github.oidcauth.internal.jwt

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.metadata.IssuerMatcher
import io.github.oidcauth.oauth2.IssuerCheck
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

private const val ISSUER = "https://as.example"
private const val CLIENT = "my-client"
private const val NOW = 1_800_000_000L

class IdTokenRulesTest :
    FunSpec({
        /** A token that is right, with members replaced by JSON text, or removed by null. */
        fun claims(vararg changes: Pair<String, String?>): JsonObject {
            val right =
                mapOf(
                    "iss" to "\"$ISSUER\"",
                    "sub" to "\"alice\"",
                    "aud" to "\"$CLIENT\"",
                    "exp" to "${NOW + 300}",
                    "iat" to "$NOW",
                )
            return JsonObject(
                (right + changes).mapNotNull { (name, value) -> value?.let { name to parseJson(it) as JsonElement } }.toMap(),
            )
        }

        fun validate(
            claims: JsonObject,
            expectation: IdTokenExpectation = IdTokenExpectation.ANY,
            check: IssuerCheck = IssuerCheck.Exact,
            issuer: String = ISSUER,
            parties: Set<String> = emptySet(),
            leeway: Duration = 60.seconds,
            trusted: Set<String> = emptySet(),
        ) = IdTokenRules(issuer, IssuerMatcher(check), CLIENT, parties, trusted, leeway)
            .validate(claims, expectation, Instant.fromEpochSeconds(NOW)) { "hash of $it" }

        fun accepted(block: () -> Unit): Unit = shouldNotThrowAny(block)

        fun refused(
            claim: String,
            block: () -> Unit,
        ) {
            val failure = shouldThrow<InvalidResponseException> { block() }
            failure.message shouldContain claim
            failure.message shouldNotContain "mallory"
        }

        test("a token that is right is accepted") { accepted { validate(claims()) } }

        listOf("iss", "sub", "aud", "exp", "iat").forEach { name ->
            test("a token without $name is refused") { refused(name) { validate(claims(name to null)) } }
            listOf("null", "true", "{}", "[]", "[7]", "\"\"").forEach { value ->
                test("a token whose $name is $value is refused") { refused(name) { validate(claims(name to value)) } }
            }
        }

        mapOf(
            "nonce" to IdTokenExpectation(nonce = "n"),
            "acr" to IdTokenExpectation(acrValues = listOf("gold")),
            "at_hash" to IdTokenExpectation(accessToken = "a"),
            "c_hash" to IdTokenExpectation(code = "c"),
            "azp" to IdTokenExpectation.ANY,
        ).forEach { (name, asking) ->
            listOf("7", "[]", "{}", "false").forEach { value ->
                test("a token whose $name is $value is refused where somebody asks for it") {
                    refused(name) { validate(claims(name to value), asking) }
                }
            }
        }

        mapOf(
            "nbf" to IdTokenExpectation.ANY,
            "auth_time" to IdTokenExpectation(maxAge = 1.hours),
        ).forEach { (name, asking) ->
            listOf("true", "\"1\"", "[]", "-1", "1e300").forEach { value ->
                test("a token whose $name is $value is refused where somebody asks for it") {
                    refused(name) { validate(claims(name to value), asking) }
                }
            }
        }

        test("a claim that nobody asked for may be anything") {
            val odd = listOf("7", "-1", "true", "\"x\"", "[]", "{}", "[{}]", "null", "1e300")
            listOf("auth_time", "acr", "amr", "nonce", "at_hash", "c_hash", "s_hash", "sid", "email", "jti").forEach { name ->
                odd.forEach { value ->
                    accepted { validate(claims(name to value)) }
                    // Times of two logins are compared as ever.
                    val before = if (name == "auth_time" && value == "7") "7" else "500"
                    accepted {
                        validate(claims(name to value), IdTokenExpectation(previous = claims(name to before), anyNonce = true))
                    }
                    accepted {
                        validate(
                            claims(name to "\"x\""),
                            IdTokenExpectation(previous = claims(name to value), anyNonce = true),
                        )
                    }
                }
            }
        }

        test("a nonce of any type is refused when it is known that none was sent") {
            listOf("7", "[]", "\"\"").forEach { value ->
                refused("nonce") { validate(claims("nonce" to value), IdTokenExpectation()) }
            }
            accepted { validate(claims("nonce" to "null"), IdTokenExpectation()) }
        }

        listOf(
            """{"http://schemas.openid.net/event/backchannel-logout":{}}""",
            """{"https://schemas.openid.net/secevent/risc/event-type/account-disabled":{"reason":"x"}}""",
            "{}",
        ).forEach { events ->
            test("a token about the events $events is no ID token") {
                refused("events") { validate(claims("events" to events)) }
                refused("events") { validate(claims("events" to events, "nonce" to "\"n\""), IdTokenExpectation(nonce = "n")) }
            }
        }

        test("events of another type are not those of a security event") {
            listOf("null", "7", "[]", "\"x\"").forEach { accepted { validate(claims("events" to it)) } }
        }

        test("an unreadable claim does not prove a token invalid, and is reported after one that does") {
            fun refutes(vararg changes: Pair<String, String?>) =
                shouldThrow<InvalidResponseException> {
                    validate(claims(*changes), IdTokenExpectation(accessToken = "a", previous = claims(), anyNonce = true))
                }.isProvenInvalid
            listOf("azp", "at_hash", "nbf").forEach { name ->
                refutes(name to "[]") shouldBe false
                refutes(name to "[]", "sub" to "\"mallory\"") shouldBe true
            }
            listOf("exp", "iat").forEach { name ->
                refutes(name to "\"soon\"") shouldBe false
                refutes(name to null) shouldBe false
                refutes(name to null, "sub" to "\"mallory\"") shouldBe true
            }
        }

        test("null is as good as nothing, where nothing is good enough") {
            accepted {
                validate(
                    claims(
                        "nonce" to "null",
                        "azp" to "null",
                        "acr" to "null",
                        "nbf" to "null",
                        "auth_time" to "null",
                        "at_hash" to "null",
                    ),
                )
            }
            refused("nonce") { validate(claims("nonce" to "null"), IdTokenExpectation(nonce = "n")) }
            refused("auth_time") { validate(claims("auth_time" to "null"), IdTokenExpectation(maxAge = 1.hours)) }
            refused("acr") { validate(claims("acr" to "null"), IdTokenExpectation(acrValues = listOf("gold"))) }
            refused("azp") { validate(claims("aud" to """["$CLIENT","api"]""", "azp" to "null")) }
            refused("at_hash") {
                validate(claims("at_hash" to "null"), IdTokenExpectation(accessToken = "t", hashesRequired = true))
            }
        }

        listOf("https://mallory.example", "$ISSUER/", "https://AS.example", "http://as.example", "$ISSUER ").forEach { issuer ->
            test("a token by '$issuer' is another server's") { refused("iss") { validate(claims("iss" to "\"$issuer\"")) } }
        }

        test("a subject has 255 characters at most") {
            accepted { validate(claims("sub" to "\"${"x".repeat(255)}\"")) }
            refused("sub") { validate(claims("sub" to "\"${"x".repeat(256)}\"")) }
        }

        context("of a server for many tenants") {
            val entra = IssuerCheck.Template("https://login.example/{tenantid}/v2.0")

            fun validateTenant(
                issuer: String,
                tenant: String?,
            ) = validate(
                claims("iss" to "\"https://login.example/$issuer/v2.0\"", "tid" to tenant?.let { "\"$it\"" }),
                check = entra,
                issuer = entra.template,
            )

            test("the issuer has the token's tenant in it") { accepted { validateTenant("t-1", "t-1") } }
            test("another tenant's issuer is refused") { refused("iss") { validateTenant("t-2", "t-1") } }
            test("a token without a tenant is refused") { refused("iss") { validateTenant("t-1", null) } }
            test("the template is nobody's issuer") { refused("iss") { validateTenant("{tenantid}", "{tenantid}") } }
            test("a tenant is no path") { refused("iss") { validateTenant("a/b", "a/b") } }
        }

        context("audience") {
            test("it may be a list of this client alone") {
                accepted { validate(claims("aud" to """["$CLIENT"]""")) }
                accepted { validate(claims("aud" to """["$CLIENT","$CLIENT"]""")) }
            }
            test("another client's token is refused") {
                refused("aud") { validate(claims("aud" to "\"mallory\"")) }
                refused("aud") { validate(claims("aud" to "\"MY-CLIENT\"")) }
                refused("aud") { validate(claims("aud" to """["a","b"]""", "azp" to "\"$CLIENT\"")) }
            }
            test("a token that is for others too has to say that it was issued to this client") {
                accepted { validate(claims("aud" to """["$CLIENT","api"]""", "azp" to "\"$CLIENT\"")) }
                refused("azp") { validate(claims("aud" to """["$CLIENT","api"]""")) }
                refused("azp") { validate(claims("aud" to """["$CLIENT","api"]""", "azp" to "\"mallory\"")) }
            }
            test("a token that was issued to another client is refused, unless that one is known") {
                refused("azp") { validate(claims("azp" to "\"the-app\"")) }
                accepted { validate(claims("azp" to "\"the-app\""), parties = setOf("the-app")) }
                refused("azp") { validate(claims("azp" to "\"mallory\""), parties = setOf("the-app")) }
            }
            test("it may have others without azp when all of them are trusted") {
                fun audience(vararg others: String) = (listOf(CLIENT) + others).map { "\"$it\"" }.toString()
                val trusted = setOf("api", "shop")
                accepted { validate(claims("aud" to audience("api")), trusted = trusted) }
                accepted { validate(claims("aud" to audience("api", "shop")), trusted = trusted) }
                accepted { validate(claims("aud" to audience("api"), "azp" to "\"$CLIENT\""), trusted = trusted) }
                accepted { validate(claims("aud" to audience("else"), "azp" to "\"$CLIENT\""), trusted = trusted) }
                refused("aud") { validate(claims("aud" to audience("api", "mallory")), trusted = trusted) }
                refused("aud") { validate(claims("aud" to "[\"api\"]"), trusted = trusted) }
                refused("aud") { validate(claims("aud" to "\"api\""), trusted = trusted) }
                refused("azp") { validate(claims("aud" to audience("api"), "azp" to "\"api\""), trusted = trusted) }
                refused("azp") { validate(claims("aud" to audience("api"), "azp" to "7"), trusted = trusted) }
            }
            test("not everything in it has to be a string") {
                refused("aud") { validate(claims("aud" to """["$CLIENT",7]""", "azp" to "\"$CLIENT\"")) }
            }
            test("it has at most 100 members") {
                fun audience(size: Int) = List(size) { if (it == 0) "\"$CLIENT\"" else "\"a$it\"" }.toString()
                accepted { validate(claims("aud" to audience(100), "azp" to "\"$CLIENT\"")) }
                refused("aud") { validate(claims("aud" to audience(101), "azp" to "\"$CLIENT\"")) }
            }
        }

        context("times, with a leeway of a minute") {
            test("exp is the first moment at which the token is no longer accepted") {
                accepted { validate(claims("exp" to "${NOW - 59}")) }
                refused("exp") { validate(claims("exp" to "${NOW - 60}")) }
            }
            test("iat may be ahead by the leeway") {
                accepted { validate(claims("iat" to "${NOW + 60}")) }
                refused("iat") { validate(claims("iat" to "${NOW + 61}")) }
            }
            test("iat may be as long ago as is allowed, and the leeway") {
                val hour = IdTokenExpectation(maxIssuedAge = 1.hours)
                accepted { validate(claims("iat" to "${NOW - 3660}"), hour) }
                refused("iat") { validate(claims("iat" to "${NOW - 3661}"), hour) }
                accepted { validate(claims("iat" to "0")) }
            }
            test("nbf may be ahead by the leeway") {
                accepted { validate(claims("nbf" to "${NOW + 60}")) }
                refused("nbf") { validate(claims("nbf" to "${NOW + 61}")) }
            }
            test("auth_time may be ahead by the leeway where somebody asks for it") {
                val hour = IdTokenExpectation(maxAge = 1.hours)
                accepted { validate(claims("auth_time" to "${NOW + 60}"), hour) }
                refused("auth_time") { validate(claims("auth_time" to "${NOW + 61}"), hour) }
                accepted { validate(claims("auth_time" to "${NOW + 61}")) }
            }
            test("with max_age the login may be as long ago, and the leeway") {
                val hour = IdTokenExpectation(maxAge = 1.hours)
                accepted { validate(claims("auth_time" to "${NOW - 3660}"), hour) }
                refused("auth_time") { validate(claims("auth_time" to "${NOW - 3661}"), hour) }
                accepted { validate(claims("auth_time" to "0")) }
            }
            test("with a max_age of zero the login was just now") {
                val zero = IdTokenExpectation(maxAge = Duration.ZERO)
                accepted { validate(claims("auth_time" to "${NOW - 60}"), zero) }
                refused("auth_time") { validate(claims("auth_time" to "${NOW - 61}"), zero) }
            }
            test("with max_age the token has to say when the login was") {
                refused("auth_time") { validate(claims(), IdTokenExpectation(maxAge = 1.hours)) }
            }
        }

        context("times without leeway") {
            test("exp") {
                accepted { validate(claims("exp" to "${NOW + 1}"), leeway = Duration.ZERO) }
                refused("exp") { validate(claims("exp" to "$NOW"), leeway = Duration.ZERO) }
            }
            test("iat, nbf and auth_time") {
                val hour = IdTokenExpectation(maxAge = 1.hours, anyNonce = true)
                listOf("iat", "nbf", "auth_time").forEach { name ->
                    val right = claims("auth_time" to "$NOW", name to "$NOW")
                    val early = claims("auth_time" to "$NOW", name to "$NOW.5")
                    accepted { validate(right, hour, leeway = Duration.ZERO) }
                    refused(name) { validate(early, hour, leeway = Duration.ZERO) }
                }
            }
        }

        context("nonce") {
            val sent = IdTokenExpectation(nonce = "n-1")

            test("the one that was sent comes back") { accepted { validate(claims("nonce" to "\"n-1\""), sent) } }
            test("another one is refused") { refused("nonce") { validate(claims("nonce" to "\"mallory\""), sent) } }
            test("none is refused when one was sent") { refused("nonce") { validate(claims(), sent) } }
            test("an empty one is refused when one was sent") { refused("nonce") { validate(claims("nonce" to "\"\""), sent) } }
            test("one is refused when none was sent") {
                accepted { validate(claims(), IdTokenExpectation()) }
                refused("nonce") { validate(claims("nonce" to "\"mallory\""), IdTokenExpectation()) }
            }
            test("one is let pass when nobody knows whether one was sent") { accepted { validate(claims("nonce" to "\"n-2\"")) } }
        }

        context("acr") {
            val strong = IdTokenExpectation(acrValues = listOf("gold", "silver"))

            test("one of those that are required will do") { accepted { validate(claims("acr" to "\"silver\""), strong) } }
            test("another one is refused") { refused("acr") { validate(claims("acr" to "\"mallory\""), strong) } }
            test("none is refused") { refused("acr") { validate(claims(), strong) } }
            test("any will do when none is required") { accepted { validate(claims("acr" to "\"0\"")) } }
        }

        mapOf(
            "at_hash" to { required: Boolean -> IdTokenExpectation(accessToken = "t", hashesRequired = required) },
            "c_hash" to { required: Boolean -> IdTokenExpectation(code = "t", hashesRequired = required) },
        ).forEach { (name, expecting) ->
            context(name) {
                test("it has to fit") {
                    accepted { validate(claims(name to "\"hash of t\""), expecting(false)) }
                    refused(name) { validate(claims(name to "\"hash of mallory\""), expecting(false)) }
                    refused(name) { validate(claims(name to "\"\""), expecting(false)) }
                }
                test("it may be missing in a response of the token endpoint, and not in one of the browser") {
                    accepted { validate(claims(), expecting(false)) }
                    refused(name) { validate(claims(), expecting(true)) }
                }
                test("it is not looked at when there is nothing to compare") { accepted { validate(claims(name to "\"x\"")) } }
            }
        }

        context("after a refresh") {
            fun after(vararg previous: Pair<String, String?>) = IdTokenExpectation(previous = claims(*previous), anyNonce = true)

            test("times move on") { accepted { validate(claims(), after("iat" to "7", "exp" to "8")) } }
            test("another issuer is refused, though it is the server's") {
                refused("iss") { validate(claims(), after("iss" to "\"https://old.example\"")) }
            }
            test("another user is refused") { refused("sub") { validate(claims(), after("sub" to "\"mallory\"")) } }
            test("another audience is refused") {
                refused("aud") { validate(claims(), after("aud" to """["$CLIENT","api"]""")) }
                accepted { validate(claims("aud" to """["$CLIENT"]"""), after()) }
                accepted {
                    validate(
                        claims("aud" to """["api","$CLIENT"]""", "azp" to "\"$CLIENT\""),
                        after("aud" to """["$CLIENT","api"]"""),
                    )
                }
            }
            test("another login is refused") {
                accepted { validate(claims("auth_time" to "500"), after("auth_time" to "500")) }
                refused("auth_time") { validate(claims("auth_time" to "501"), after("auth_time" to "500")) }
                accepted { validate(claims(), after("auth_time" to "500")) }
                accepted { validate(claims("auth_time" to "501"), after()) }
            }
            test("another nonce is refused, and none is as it should be") {
                accepted { validate(claims("nonce" to "\"n-1\""), after("nonce" to "\"n-1\"")) }
                refused("nonce") { validate(claims("nonce" to "\"mallory\""), after("nonce" to "\"n-1\"")) }
                accepted { validate(claims(), after("nonce" to "\"n-1\"")) }
            }
        }
    })
