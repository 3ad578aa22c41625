// Tests TokenEndpoint.
package io.github.oidcauth.openid

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CancellationException
import kotlin.time.Duration.Companion.seconds

/** A new refresh token, if the ID token beside it cannot be verified. */
class RotatedRefreshTokenTest :
    FunSpec({
        val secret = "rotated-secret"
        val unknownKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k2")

        /**
         * A server that responds to refreshes with [refreshToken] and the ID token that [make] makes, and loses its keys
         * thereby.
         */
        fun rotating(
            refreshToken: String? = secret,
            make: IssuingServer.() -> String?,
        ): IssuingServer =
            IssuingServer {
                published = emptyList()
                val members =
                    listOfNotNull(
                        refreshToken?.let { """"refresh_token":"$it","refresh_expires_in":3600""" },
                        make()?.let { """"id_token":"$it"""" },
                    )
                ScriptedResponse.token(members.joinToString(","))
            }

        fun IssuingServer.before() =
            Token("old") {
                refreshToken = "rt"
                idToken = sign(claims("nonce" to "\"n\""))
            }

        suspend fun failure(
            server: IssuingServer,
            previous: Token? = server.before(),
            configure: ClientConfig.Builder.() -> Unit = {},
        ): AuthException {
            val grant = if (previous == null) RefreshTokenGrant("rt") else RefreshTokenGrant(previous)
            val client = server.bench.client(IssuingServer.METADATA, configure = configure)
            return shouldThrow<AuthException> { client.token(grant) }.also {
                it.stackTraceToString() shouldNotContain secret
                it.toString() shouldNotContain "alice"
            }
        }

        suspend fun kept(
            server: IssuingServer,
            previous: Token? = server.before(),
            configure: ClientConfig.Builder.() -> Unit = {},
        ): UnverifiedRefreshException {
            val failure = failure(server, previous, configure).shouldBeInstanceOf<UnverifiedRefreshException>()
            failure.refreshToken shouldBe secret
            failure.refreshExpiresAt shouldBe server.bench.clock.now() + 3600.seconds
            failure.message shouldContain failure.cause.message
            return failure
        }

        suspend fun dropped(
            claim: String,
            server: IssuingServer,
            previous: Token? = server.before(),
        ) {
            failure(server, previous).shouldBeInstanceOf<InvalidResponseException>().message shouldContain claim
        }

        test("it is handed out when the server signs with a new key, and its keys are out of reach") {
            kept(rotating { sign(key = unknownKey) }).cause.shouldBeInstanceOf<InvalidResponseException>()
            kept(rotating { sign(key = unknownKey) }, previous = null)
        }

        test("it is handed out when the key set does not come back at all") {
            val server =
                IssuingServer {
                    bench.clock.now()
                    signingKey = unknownKey
                    ScriptedResponse.token(""""refresh_token":"$secret","refresh_expires_in":3600,"id_token":"${sign()}"""")
                }
            val metadata = IssuingServer.METADATA.newBuilder().jwksUri("https://as.example/nowhere").build()
            val grant = RefreshTokenGrant("rt")
            val failure = shouldThrow<UnverifiedRefreshException> { server.bench.client(metadata).token(grant) }
            failure.refreshToken shouldBe secret
            failure.statusCode.shouldNotBeNull()
            failure.cause.shouldBeInstanceOf<AuthException>()
        }

        listOf(IllegalStateException(secret), CancellationException(secret)).forEach { thrown ->
            test(
                "it is handed out when the program's HTTP client throws ${thrown::class.simpleName} instead of fetching the keys",
            ) {
                val server =
                    IssuingServer {
                        if (it.url.endsWith("/nowhere")) throw thrown
                        ScriptedResponse.token(""""refresh_token":"$secret","refresh_expires_in":3600,"id_token":"${sign()}"""")
                    }
                val metadata = IssuingServer.METADATA.newBuilder().jwksUri("https://as.example/nowhere").build()
                val client = server.bench.client(metadata)
                val failure = shouldThrow<UnverifiedRefreshException> { client.token(RefreshTokenGrant("rt")) }
                failure.refreshToken shouldBe secret
                failure.cause.shouldBeInstanceOf<TransportException>()
                failure.stackTraceToString() shouldNotContain secret
            }
        }

        listOf("exp" to -400L, "iat" to 400L, "nbf" to 400L, "iat" to -100_000L).forEach { (claim, offset) ->
            test("it is handed out when only the clock is against it: $claim is $offset seconds from now") {
                val server = rotating { sign(claims(claim to "${bench.clock.now().epochSeconds + offset}")) }
                kept(server).cause.message shouldContain claim
            }
        }

        test("it is handed out with the key that it is bound to") {
            kept(rotating { sign(key = unknownKey) }, previous = null) { dpop = DPoP.perToken().acceptBearer() }
                .dpopKey
                .shouldNotBeNull()
            kept(rotating { sign(key = unknownKey) }).dpopKey.shouldBeNull()
        }

        listOf("sub" to "\"bob\"", "iss" to "\"https://mallory.example\"", "aud" to "\"mallory\"", "nonce" to "\"m\"")
            .forEach { (claim, value) ->
                test("it is dropped when the ID token has another $claim, verified or not") {
                    dropped(claim, rotating { sign(claims(claim to value)) })
                    failure(rotating { sign(claims(claim to value), unknownKey) }).shouldBeInstanceOf<InvalidResponseException>()
                    val late = rotating { sign(claims(claim to value, "exp" to "1")) }
                    dropped(claim, late)
                }
            }

        test("it is dropped when the signature is wrong, the algorithm is none, or the ID token is no JWT") {
            dropped("signature", rotating { sign(key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1")) })
            dropped("algorithm", rotating { "eyJhbGciOiJub25lIn0.e30." })
            dropped("JWT", rotating { "no JWT at all" })
            dropped("typ", rotating { sign(type = "at+jwt") })
        }

        test("it is dropped when the ID token belongs to another response") {
            dropped("at_hash", rotating { sign(claims("at_hash" to "\"${IssuingServer.hashOf("another")}\"")) })
        }

        test("without a new one the failure is what it was") {
            failure(rotating(refreshToken = null) { sign(key = unknownKey) }).shouldBeInstanceOf<InvalidResponseException>()
            failure(rotating(refreshToken = "rt") { sign(key = unknownKey) }).shouldBeInstanceOf<InvalidResponseException>()
            HttpException("", null, 500).cause.shouldBeNull()
        }
    })
