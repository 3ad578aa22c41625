package io.github.oidcauth.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.TokenResponseSettings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Duration.Companion.seconds

/**
 * The new refresh token when the response to a refresh is refused for something else than its ID token, or is not refused.
 */
class RefusedRefreshResponseTest :
    FunSpec({
        fun responding(make: IssuingServer.() -> String) = IssuingServer { ScriptedResponse(make()) }

        fun IssuingServer.before(configure: Token.Builder.() -> Unit = {}) =
            Token("old") {
                refreshToken = "r-1"
                idToken = sign()
                configure()
            }

        suspend fun IssuingServer.refreshed(
            previous: Token = before(),
            configure: ClientConfig.Builder.() -> Unit = {},
        ): Token = bench.client(IssuingServer.METADATA, configure = configure).token(RefreshTokenGrant(previous))

        suspend fun IssuingServer.failure(
            previous: Token = before(),
            configure: ClientConfig.Builder.() -> Unit = {},
        ): AuthException = shouldThrow<AuthException> { refreshed(previous, configure) }

        context("a required member is missing, and the refresh token is kept") {
            listOf(
                """"token_type":"Bearer"""" to "access_token",
                """"access_token":null,"token_type":"Bearer"""" to "access_token",
                """"access_token":"at"""" to "token_type",
                """"access_token":"at","token_type":7""" to "token_type",
                """"access_token":"at","token_type":"BearerToken"""" to "token_type",
                """"access_token":"at","access_token":"xy","token_type":"Bearer"""" to "two values",
                """"error":"invalid_grant"""" to "does not accept",
            ).forEach { (members, named) ->
                test(members) {
                    val server = responding { """{$members,"refresh_token":"r-2","refresh_expires_in":60}""" }
                    val failure = server.failure().shouldBeInstanceOf<UnverifiedRefreshException>()
                    failure.refreshToken shouldBe "r-2"
                    failure.refreshExpiresAt shouldBe server.bench.clock.now() + 60.seconds
                    failure.statusCode shouldBe 200
                    failure.cause.message shouldContain named
                    failure.detail.orEmpty().let {
                        it shouldNotContain "r-2"
                        it shouldNotContain "\"at\""
                    }
                }
            }

            test("nothing is kept of a response that has no new one") {
                responding { """{"refresh_token":"r-1"}""" }.failure().shouldBeInstanceOf<InvalidResponseException>()
                responding { """{"refresh_token":7}""" }.failure().shouldBeInstanceOf<InvalidResponseException>()
            }
        }

        context("an ID token that is refuted takes the whole response with it, whatever else it is refused for") {
            val forged = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1")
            val unknown = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k9")

            suspend fun failure(make: IssuingServer.() -> String) =
                responding { """{"token_type":"Bearer","refresh_token":"r-2","id_token":"${make()}"}""" }.failure()

            listOf("sub" to "\"bob\"", "iss" to "\"https://mallory.example\"", "aud" to "\"mallory\"").forEach { (claim, value) ->
                test("another $claim") {
                    failure { sign(claims(claim to value)) }.shouldBeInstanceOf<InvalidResponseException>().message shouldContain
                        claim
                }
            }

            test("a wrong signature") {
                failure { sign(key = forged) }.shouldBeInstanceOf<InvalidResponseException>().message shouldContain "signature"
            }

            test("but not one that is right, or cannot be told") {
                failure { sign() }.shouldBeInstanceOf<UnverifiedRefreshException>()
                failure { sign(key = unknown) }.shouldBeInstanceOf<UnverifiedRefreshException>()
                failure { sign(claims("exp" to "\"soon\"")) }.shouldBeInstanceOf<UnverifiedRefreshException>()
            }
        }

        test("a bearer token in place of a bound one is not handed out, and the refresh token is kept with its key") {
            val key = DPoPKey.generate()
            val server = responding { """{"access_token":"at","token_type":"Bearer","refresh_token":"r-2"}""" }
            val bound =
                server.before {
                    tokenType = "DPoP"
                    dpopKey = key
                }
            val failure = server.failure(bound) { dpop = DPoP.perToken() }.shouldBeInstanceOf<UnverifiedRefreshException>()
            failure.refreshToken shouldBe "r-2"
            failure.dpopKey shouldBe key
            failure.cause.message shouldContain "bearer"
        }

        context("an invalid optional member costs nothing") {
            listOf(
                """"expires_in":"","refresh_expires_in":"soon","scope":7,"id_token":false""",
                """"expires_in":true,"refresh_token_expires_in":{},"scope":"","id_token":{}""",
                """"expires_in":{},"expires":"2027-01-15","id_token":null,"scope":null""",
            ).forEach { members ->
                test(members) {
                    val server = responding { """{"access_token":"at","token_type":"Bearer","refresh_token":"r-2",$members}""" }
                    val token = server.refreshed(server.before { scope = "read" })
                    token.accessToken shouldBe "at"
                    token.refreshToken shouldBe "r-2"
                    token.refreshExpiresAt shouldBe null
                    token.scope shouldBe "read"
                }
            }

            test("the response of Twitch: scopes in an array") {
                val server =
                    responding {
                        """{"access_token":"at-2","expires_in":14487,"refresh_token":"r-2","scope":["openid","user:read:email"],
                            "token_type":"bearer"}"""
                    }
                val token = server.refreshed()
                token.scope shouldBe "openid user:read:email"
                token.refreshToken shouldBe "r-2"
            }

            test("an empty end of the refresh token") {
                val server =
                    responding {
                        """{"access_token":"at-2","token_type":"Bearer","expires_in":3600,"refresh_token":"r-2",
                            "refresh_token_expires_in":""}"""
                    }
                val token = server.refreshed()
                token.refreshToken shouldBe "r-2"
                token.refreshExpiresAt shouldBe null
                token.expiresAt shouldBe server.bench.clock.now() + 3600.seconds
            }

            test("a claim of the ID token that nobody asked for") {
                val server =
                    responding { tokenResponse(sign(claims("auth_time" to "\"7\"", "acr" to "[]", "email" to "7"))).body }
                server.refreshed().accessToken shouldBe "at"
            }
        }

        test("a type that the settings allow is a bearer token") {
            val server = responding { """{"access_token":"at","token_type":"BearerToken","refresh_token":"r-2"}""" }
            val token = server.refreshed { tokenResponse = TokenResponseSettings { meansBearer("BearerToken") } }
            token.tokenType shouldBe "Bearer"
            token.headers shouldBe mapOf("Authorization" to "Bearer at")
        }
    })
