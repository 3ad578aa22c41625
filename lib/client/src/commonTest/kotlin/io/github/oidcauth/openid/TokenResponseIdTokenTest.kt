package io.github.oidcauth.openid

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jwt.IdTokenExpectation
import io.github.oidcauth.internal.jwt.IdTokenValidator
import io.github.oidcauth.internal.jwt.JwksCache
import io.github.oidcauth.internal.jwt.JwtReader
import io.github.oidcauth.internal.jwt.KeySource
import io.github.oidcauth.internal.responses.PollResult
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.DeviceCodeGrant
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

@OptIn(DelicateOidcAuthApi::class)
class TokenResponseIdTokenTest :
    FunSpec({
        /** A server whose token endpoint responds with the ID token that [make] makes. */
        fun issuing(make: IssuingServer.() -> String?) = IssuingServer { tokenResponse(make()) }

        fun IssuingServer.client(
            metadata: ServerMetadata = IssuingServer.METADATA,
            configure: ClientConfig.Builder.() -> Unit = {},
        ) = bench.client(metadata, configure = configure)

        suspend fun refused(server: IssuingServer): String =
            shouldThrow<InvalidResponseException> { server.client().token(ClientCredentialsGrant()) }.message

        test("a token is handed out with the ID token that came along, and its claims can be read") {
            val server = issuing { sign() }

            val token = server.client().token(ClientCredentialsGrant())

            token.idToken shouldBe server.client().validateIdToken(checkNotNull(token.idToken)).encoded
            token.idTokenClaims?.get("sub") shouldBe JsonPrimitive("alice")
            token.toString() shouldNotContain "alice"
        }

        test("without an ID token in the response nothing is fetched, and there are no claims") {
            val server = issuing { null }

            server.client().token(ClientCredentialsGrant()).idTokenClaims shouldBe null
            server.keyRequests shouldBe 0
        }

        test("a token whose ID token is wrong is not handed out") {
            refused(issuing { sign(key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1")) }) shouldContain "signature"
            refused(issuing { sign(claims("iss" to "\"https://mallory.example\"")) }) shouldContain "iss"
            refused(issuing { sign(claims("aud" to "\"mallory\"")) }) shouldContain "aud"
            refused(issuing { sign(claims("exp" to "1")) }) shouldContain "exp"
            refused(issuing { "eyJhbGciOiJub25lIn0.e30." }) shouldContain "algorithm"
            refused(issuing { "no JWT at all" }) shouldContain "JWT"
        }

        test("at_hash has to fit the access token that came along") {
            issuing { sign(claims("at_hash" to "\"${IssuingServer.hashOf("at")}\"")) }.client().token(ClientCredentialsGrant())
            refused(issuing { sign(claims("at_hash" to "\"${IssuingServer.hashOf("another")}\"")) }) shouldContain "at_hash"
            refused(issuing { sign(claims("at_hash" to "\"${IssuingServer.hashOf("at", JwsAlgorithm.ES512)}\"")) }) shouldContain
                "at_hash"
        }

        test("an ID token that arrives was issued within a day, or within the time of the settings") {
            fun aged(seconds: Long) = issuing { sign(claims("iat" to "${bench.clock.now().epochSeconds - seconds}")) }
            val day = 1.days.inWholeSeconds + 60

            aged(day).client().token(ClientCredentialsGrant())
            refused(aged(day + 1)) shouldContain "iat"
            aged(2 * day).client {
                idToken = IdTokenSettings { maxIssuedAge = (2 * day).seconds }
            }.token(ClientCredentialsGrant())
        }

        test("the times of an ID token count when it is validated, with the leeway of the settings") {
            val server = issuing { sign(claims("exp" to "${bench.clock.now().epochSeconds - 5}")) }

            server.client().token(ClientCredentialsGrant())
            shouldThrow<InvalidResponseException> { server.client { leeway = 5.seconds }.token(ClientCredentialsGrant()) }
            server.client { leeway = 6.seconds }.token(ClientCredentialsGrant())
        }

        test("a poll with a wrong ID token has failed for good, and so has one whose keys are out of reach") {
            listOf(
                issuing {
                    sign(claims("aud" to "\"mallory\""))
                },
                issuing { sign() }.also { it.published = emptyList() },
            ).forEach {
                it.client().protocol.tokens.poll(DeviceCodeGrant("dc")).shouldBeInstanceOf<PollResult.Refused>()
            }
        }

        listOf("issuer", "jwks_uri").forEach { name ->
            test("a client that does not know the $name says so of an ID token, and of nothing else") {
                val metadata = ServerMetadata.fromJson(JsonObject(IssuingServer.METADATA.toJson() - name))

                shouldThrow<InvalidConfigException> { issuing { sign() }.client(metadata).token(ClientCredentialsGrant()) }
                    .message shouldContain name
                issuing { null }.client(metadata).token(ClientCredentialsGrant()).accessToken shouldBe "at"
                issuing { sign() }
                    .client(metadata) { idToken = IdTokenSettings { skipValidation() } }
                    .token(ClientCredentialsGrant())
                    .accessToken shouldBe "at"
            }
        }

        test("skipValidation hands out any ID token as it came") {
            val server = issuing { "no JWT at all" }

            val token = server.client { idToken = IdTokenSettings { skipValidation() } }.token(ClientCredentialsGrant())

            token.idToken shouldBe "no JWT at all"
            token.idTokenClaims shouldBe null
            server.keyRequests shouldBe 0
        }

        context("a refresh") {
            fun previous(
                server: IssuingServer,
                vararg changes: Pair<String, String?>,
            ) = Token("old") {
                refreshToken = "rt"
                idToken = server.sign(server.claims(*changes))
            }

            test("of the same user brings the new ID token") {
                val server = issuing { sign(claims("auth_time" to "500")) }
                val before = previous(server, "auth_time" to "500", "iat" to "501")

                val token = server.client().token(RefreshTokenGrant(before))

                token.accessToken shouldBe "at"
                token.idTokenClaims?.get("iat") shouldBe server.claims()["iat"]
            }

            listOf(
                "sub" to "\"bob\"",
                "aud" to """["my-client","api"]""",
                "iss" to "\"https://old.example\"",
                "auth_time" to "499",
                "nonce" to "\"n-2\"",
            ).forEach { (claim, value) ->
                test("that brings another $claim is refused") {
                    val server = issuing { sign(claims("auth_time" to "500", "nonce" to "\"n-1\"")) }
                    val before = previous(server, "auth_time" to "500", "nonce" to "\"n-1\"", claim to value)

                    shouldThrow<InvalidResponseException> {
                        server.client().token(RefreshTokenGrant(before))
                    }.message shouldContain
                        claim
                }
            }

            test("without an ID token in its response keeps the one before") {
                val server = issuing { null }
                val before = previous(server)

                server.client().token(RefreshTokenGrant(before)).idToken shouldBe before.idToken
            }

            test("fetches the keys first, so that the refresh token is not spent in vain") {
                val server = issuing { sign() }
                val before = previous(server)
                server.client().token(RefreshTokenGrant(before))
                server.bench.requests.map { it.url } shouldContainExactly
                    listOf(IssuingServer.JWKS, "${ClientBench.ISSUER}/token")

                val withoutKeys = IssuingServer { ScriptedResponse.token() }
                withoutKeys.published = emptyList()
                shouldThrow<InvalidResponseException> { withoutKeys.client().token(RefreshTokenGrant(before)) }
                withoutKeys.bench.requests.map { it.url } shouldContainExactly listOf(IssuingServer.JWKS)
            }

            test("of a token whose ID token nobody can read, or with the refresh token alone, has nothing to compare") {
                val server = issuing { sign() }
                val unreadable = Token("old") {
                    refreshToken = "rt"
                    idToken = "?"
                }

                server.client().token(RefreshTokenGrant(unreadable)).idTokenClaims?.get("sub") shouldBe JsonPrimitive("alice")
                server.client().token(RefreshTokenGrant("rt")).idTokenClaims?.get("sub") shouldBe JsonPrimitive("alice")
            }
        }

        context("requirements of a grant for the ID token") {
            fun validator(server: IssuingServer): IdTokenValidator {
                val config = ClientConfig("my-client")
                val keys: KeySource =
                    JwksCache(server.bench.clientContext.timeSource) { server.bench.transport.get(IssuingServer.JWKS) }
                return IdTokenValidator(
                    config,
                    IssuingServer.METADATA,
                    JwtReader(config, keys, server.bench.clientContext),
                    keys,
                    server.bench.clientContext,
                )
            }

            test("a nonce, a max_age or an acr is not met by a response without an ID token") {
                val server = IssuingServer()
                val admitted = validator(server)
                listOf(
                    IdTokenExpectation(nonce = "n"),
                    IdTokenExpectation(maxAge = 1.hours),
                    IdTokenExpectation(acrValues = listOf("gold")),
                ).forEach { expected ->
                    shouldThrow<InvalidResponseException> {
                        admitted.validateFromTokenResponse(Token("at"), expected)
                    }.message shouldContain
                        "no ID token"
                }
                admitted.validateFromTokenResponse(Token("at"), IdTokenExpectation()).accessToken shouldBe "at"
            }

            test("it is validated with the access token that came along") {
                val server = IssuingServer()
                val raw =
                    server.sign(
                        server.claims(
                            "nonce" to "\"n\"",
                            "at_hash" to "\"${IssuingServer.hashOf("at")}\"",
                            "c_hash" to "\"${IssuingServer.hashOf("c")}\"",
                        ),
                    )
                val token = Token("at") { idToken = raw }

                validator(server).validateFromTokenResponse(token, IdTokenExpectation(nonce = "n", code = "c")).idToken shouldBe
                    raw
                mapOf(
                    "nonce" to IdTokenExpectation(nonce = "m", code = "c"),
                    "nonce" to IdTokenExpectation(code = "c"),
                    "c_hash" to IdTokenExpectation(nonce = "n", code = "d"),
                    "auth_time" to IdTokenExpectation(nonce = "n", maxAge = 1.hours),
                    "acr" to IdTokenExpectation(nonce = "n", acrValues = listOf("gold")),
                ).forEach { (claim, expected) ->
                    shouldThrow<InvalidResponseException> {
                        validator(server).validateFromTokenResponse(token, expected)
                    }.message shouldContain
                        claim
                }
            }

            test("keys are seen to before anything is spent, when an ID token has to come") {
                val server = IssuingServer()
                validator(server).prepare(IdTokenExpectation(nonce = "n"))
                server.keyRequests shouldBe 1
                validator(server).prepare(IdTokenExpectation.ANY)
                server.keyRequests shouldBe 1
                server.published = emptyList()
                shouldThrow<InvalidResponseException> { validator(server).prepare(IdTokenExpectation(nonce = "n")) }
            }
        }
    })
