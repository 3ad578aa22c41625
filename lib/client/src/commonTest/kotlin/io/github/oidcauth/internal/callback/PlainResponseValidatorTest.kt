package io.github.oidcauth.internal.callback

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.LoginRequiredException
import io.github.oidcauth.OtherOAuthException
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

private const val STATE = "0123456789abcdefghijkl"

class PlainResponseValidatorTest :
    FunSpec({
        val issuers = IssuerParameterRule { if (it == "https://evil.example") "the issuer (iss) of another server" else null }
        val validate = PlainResponseValidator(AuthorizationResponseContent(STATE, listOf("s3cret-verifier")), issuers)

        fun result(vararg parameters: Pair<String, String>) =
            validate.validate(parameters.groupBy({ it.first }, { it.second }))

        fun granted(vararg parameters: Pair<String, String>) = result(
            *parameters,
        ).shouldBeInstanceOf<AuthorizationResponseResult.Granted>()

        fun refused(vararg parameters: Pair<String, String>): AuthException =
            result(*parameters).shouldBeInstanceOf<AuthorizationResponseResult.Refused>().cause

        test("a code with our state is granted, with what came beside it") {
            val granted = granted("code" to "abc", "state" to STATE, "session_state" to "x", "scope" to "a", "scope" to "b")
            granted.code shouldBe "abc"
            granted.issuer shouldBe null
            granted.extra shouldBe buildJsonObject { put("session_state", "x") }
            granted.toString() shouldNotContain "abc"
        }

        test("without our state, exactly once, it is not ours") {
            listOf(
                emptyList(),
                listOf(""),
                listOf("other"),
                listOf(STATE, STATE),
                listOf("", STATE),
                listOf(STATE + "x"),
                listOf(STATE.dropLast(1)),
                listOf(STATE.uppercase()),
                listOf("$STATE "),
            ).forEach { states ->
                listOf("code" to "abc", "error" to "access_denied").forEach { content ->
                    withClue("$states $content") {
                        val came = mapOf(content.first to listOf(content.second), "state" to states)
                        validate.validate(
                            came,
                        ).shouldBeInstanceOf<AuthorizationResponseResult.Unrelated>().cause.message shouldContain
                            "state"
                    }
                }
            }
        }

        test("a request without a state gets its response from nothing") {
            val stateless =
                PlainResponseValidator(AuthorizationResponseContent("", emptyList()), IssuerParameterRule.NOT_COMPARED)
            stateless.validate(
                mapOf("code" to listOf("abc"), "state" to listOf("")),
            ).shouldBeInstanceOf<AuthorizationResponseResult.Unrelated>()
            stateless.validate(mapOf("code" to listOf("abc"))).shouldBeInstanceOf<AuthorizationResponseResult.Unrelated>()
        }

        test("no parameter of the protocol comes twice, though the values be the same") {
            listOf("code", "error", "error_description", "error_uri", "iss", "response").forEach {
                withClue(it) {
                    refused("code" to "abc", "state" to STATE, it to "x", it to "x")
                        .shouldBeInstanceOf<InvalidResponseException>()
                        .message shouldContain "twice"
                }
            }
        }

        test("the issuer counts before code and error: a mixed-up server's error is not believed either") {
            listOf("code" to "abc", "error" to "access_denied").forEach {
                withClue(it) {
                    val cause = refused(it, "state" to STATE, "iss" to "https://evil.example")
                    cause.shouldBeInstanceOf<InvalidResponseException>().message shouldContain "issuer"
                }
            }
            granted("code" to "abc", "state" to STATE, "iss" to "https://as.example").issuer shouldBe "https://as.example"
        }

        test("an issuer without a value counts as left out: RFC 6749 §3.1") {
            var seen: String? = "nothing"
            val rule = IssuerParameterRule {
                seen = it
                null
            }
            PlainResponseValidator(AuthorizationResponseContent(STATE, emptyList()), rule)
                .validate(mapOf("code" to listOf("abc"), "state" to listOf(STATE), "iss" to listOf("")))
                .shouldBeInstanceOf<AuthorizationResponseResult.Granted>()
                .issuer shouldBe null
            seen shouldBe null
        }

        test("an error becomes the exception of its code, in a response with a code too") {
            refused("error" to "access_denied", "state" to STATE).shouldBeInstanceOf<AuthorizationDeniedException>()
            refused("error" to "login_required", "state" to STATE, "code" to "abc").shouldBeInstanceOf<LoginRequiredException>()
            refused("error" to "new_one", "state" to STATE).shouldBeInstanceOf<OtherOAuthException>().error shouldBe "new_one"
        }

        test("an error is told without our secrets and without what a terminal would obey") {
            val cause =
                refused(
                    "error" to "access_denied",
                    "error_description" to "state=$STATE verifier=s3cret-verifier \u001b[2J",
                    "error_uri" to "https://as.example/?$STATE",
                    "state" to STATE,
                ).shouldBeInstanceOf<AuthorizationDeniedException>()
            val told = "${cause.message} ${cause.errorDescription} ${cause.errorUri} ${cause.detail}"
            listOf(STATE, "s3cret-verifier", "\u001b").forEach { told shouldNotContain it }
        }

        test("neither code nor error, or one that is none, cannot be used") {
            listOf(
                emptyArray(),
                arrayOf("code" to ""),
                arrayOf("error" to ""),
                arrayOf("code" to "", "error" to ""),
                arrayOf("code" to "a\u0000"),
                arrayOf("code" to "a\r\nSet-Cookie: b"),
                arrayOf("code" to "ä"),
                arrayOf("error" to "\u0000"),
                arrayOf("Code" to "abc"),
            ).forEach {
                withClue(it.toList()) { refused("state" to STATE, *it).shouldBeInstanceOf<InvalidResponseException>() }
            }
        }

        test("a signed response that was not requested cannot be used, whatever is beside it") {
            refused("code" to "abc", "state" to STATE, "response" to "a.b.c")
                .shouldBeInstanceOf<InvalidResponseException>()
                .message shouldContain "not requested"
        }
    })
