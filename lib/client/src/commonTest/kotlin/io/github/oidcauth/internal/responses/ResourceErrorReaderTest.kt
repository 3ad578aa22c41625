package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.UseDPoPNonceException
import io.github.oidcauth.internal.tokens.AccessTokenType
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf

class ResourceErrorReaderTest :
    FunSpec({
        fun refusal(
            vararg challenges: String,
            statusCode: Int = 401,
            body: String = "",
            sentAs: AccessTokenType = AccessTokenType.BEARER,
            secrets: List<String> = emptyList(),
        ): AuthException = ResourceErrorReader.decode(statusCode, challenges.toList(), body, sentAs, secrets)

        test("the error of a bearer challenge arrives with its description, status and payload") {
            val error =
                refusal(
                    """Bearer realm="r", error="invalid_token", error_description="The access token expired", error_uri="https://e.example"""",
                ).shouldBeInstanceOf<InvalidTokenException>()
            error.error shouldBe "invalid_token"
            error.errorDescription shouldBe "The access token expired"
            error.errorUri shouldBe "https://e.example"
            error.statusCode shouldBe 401
            error.detail.orEmpty() shouldContain """"realm":"r""""
            error.message shouldContain "The server says: The access token expired"
        }

        context("every registered code is found in a challenge") {
            REGISTERED_ERRORS.forEach { (code, type) ->
                test(code) { refusal("""DPoP error="$code"""")::class shouldBe type }
            }
        }

        test("an insufficient scope says which one is needed") {
            refusal("""Bearer error="insufficient_scope", scope="read write"""", statusCode = 403)
                .shouldBeInstanceOf<InsufficientScopeException>()
                .scope shouldBe "read write"
            (refusal("""Bearer error="insufficient_scope"""") as InsufficientScopeException).scope shouldBe null
            (refusal("""Bearer error="insufficient_scope", scope="a${'\u202e'}b"""") as InsufficientScopeException).scope shouldBe
                "a b"
        }

        context("an insufficient login says which one is needed") {
            mapOf(
                """acr_values="gold silver", max_age="5"""" to ("gold silver" to 5L),
                "max_age=0" to (null to 0L),
                "max_age=-1" to (null to null),
                """max_age="99999999999999999999"""" to (null to null),
                """max_age="soon", acr_values=""""" to (null to null),
            ).forEach { (parameters, expected) ->
                test(parameters) {
                    val error = refusal("""Bearer error="insufficient_user_authentication", $parameters""")
                    error.shouldBeInstanceOf<InsufficientUserAuthenticationException>()
                    (error.acrValues to error.maxAgeSeconds) shouldBe expected
                }
            }
        }

        test("a code that nobody registered keeps its name, and its payload arrives") {
            val error = refusal("""Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4i"""")
            error.shouldBeInstanceOf<OtherOAuthException>().error shouldBe "insufficient_claims"
            error.detail.orEmpty() shouldContain """"claims":"eyJhY2Nlc3NfdG9rZW4i""""
        }

        test("of several challenges that of the scheme counts which the token was sent with") {
            val challenges = arrayOf("""Bearer error="invalid_token", DPoP error="use_dpop_nonce", algs="ES256"""")
            refusal(*challenges, sentAs = AccessTokenType.BEARER).shouldBeInstanceOf<InvalidTokenException>()
            refusal(*challenges, sentAs = AccessTokenType.DPOP).shouldBeInstanceOf<UseDPoPNonceException>()
            refusal("""Bearer realm="r"""", """DPoP error="use_dpop_nonce"""").shouldBeInstanceOf<UseDPoPNonceException>()
        }

        test("a challenge counts more than the body, and the body counts when no challenge names an error") {
            val body = """{"error": "insufficient_scope", "scope": "write"}"""
            refusal(
                """Bearer error="invalid_request"""",
                body = body,
                statusCode = 400,
            ).shouldBeInstanceOf<InvalidRequestException>()
            refusal("Bearer", body = body, statusCode = 403).shouldBeInstanceOf<InsufficientScopeException>().scope shouldBe
                "write"
        }

        context("without an error of OAuth it is an HTTP error") {
            listOf(
                "Bearer",
                """Basic error="invalid_token"""",
                """Bearer error="Not Found"""",
                """Bearer error=""""",
                "",
                "\"",
            ).forEach {
                test(it.ifEmpty { "nothing" }) {
                    val error = refusal(it).shouldBeInstanceOf<HttpException>()
                    error.statusCode shouldBe 401
                    error.message shouldContain "API"
                }
            }
        }

        context("nothing of our request comes back in an error") {
            listOf(
                """Bearer error="invalid_token", error_description="unknown token s3cret-token"""",
                """Bearer error="invalid_token", access_token="s3cret-other"""",
                """Bearer error="s3cret-token"""",
                """Bearer error="invalid_token", s3cret-token="x"""",
                """Bearer error="insufficient_scope", scope="a s3cret-token"""",
                """Bearer error="insufficient_user_authentication", acr_values="s3cret-token"""",
            ).forEach {
                test(it) {
                    val error = refusal(it, secrets = listOf("s3cret-token")) as OAuthException
                    val scopes =
                        listOf(
                            (error as? InsufficientScopeException)?.scope,
                            (error as? InsufficientUserAuthenticationException)?.acrValues,
                        )
                    "$error ${error.detail} ${error.error} ${error.errorDescription} $scopes" shouldNotContain "s3cret"
                }
            }
        }
    })
