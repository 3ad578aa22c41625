package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.SIGNING_KEYS
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ProtectedRequest
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject

/** Tokens that the node provider binds to keys of the library's client (RFC 9449), with and without nonces. */
class CertifiedDPoPTest : FunSpec({
    requires(NodeEnvironment)

    /** The thumbprint of the key to which the provider says that [token] is bound. */
    fun CertifiedProvider.boundKey(token: Token): String =
        introspects(token).getValue("cnf").jsonObject.string("jkt")

    /** Returns alice's token from a device login. */
    suspend fun OAuth2Client.alice(provider: CertifiedProvider): Token {
        val code = deviceAuthorization(RequestOptions { scope("openid", "email") })
        provider.decideDevice(code.userCode, Decision.ALLOW)
        return pollingJob(code).await()
    }

    SIGNING_KEYS.forEach { (algorithm, kid) ->
        test("a token is bound to a key for ${algorithm.identifier}") {
            val provider = CertifiedProvider.shared()
            val key = DPoPKey(TestKeys.jwk(kid), algorithm)

            val token = provider.client(CertifiedClient.DPOP_CONFIDENTIAL) { dpop = DPoP.withKey(key) }
                .token(ClientCredentialsGrant())

            token.tokenType shouldBe "DPoP"
            provider.boundKey(token) shouldBe key.thumbprint
        }
    }

    test("without a proof the provider hands out nothing to a client that is bound to prove") {
        shouldThrow<InvalidGrantException> {
            CertifiedProvider.shared().client(CertifiedClient.DPOP_CONFIDENTIAL).token(ClientCredentialsGrant())
        }
    }

    mapOf("without nonces" to false, "where every proof needs a nonce of the server" to true).forEach { (how, nonces) ->
        val provider by lazy { CertifiedProvider.shared(CertifiedProvider.Settings(dpopNonces = nonces)) }

        test("$how: each token has a key of its own, which a refresh keeps") {
            val client = provider.client(CertifiedClient.DPOP_PUBLIC) { dpop = DPoP.perToken() }
            val first = client.alice(provider)
            val second = client.alice(provider)

            val refreshed = client.token(RefreshTokenGrant(first))

            val key = first.dpopKey.shouldNotBeNull()
            provider.boundKey(first) shouldBe key.thumbprint
            provider.boundKey(refreshed) shouldBe key.thumbprint
            provider.boundKey(second) shouldNotBe key.thumbprint
            provider.introspects(refreshed).string("sub") shouldBe "alice"
        }

        test("$how: userinfo and APIs are called with proofs") {
            val client = provider.client(CertifiedClient.DPOP_PUBLIC) { dpop = DPoP.perToken() }
            val token = client.alice(provider)
            val userinfo = client.metadata.userinfoEndpoint.shouldNotBeNull()

            client.userInfo(token).email shouldBe "alice@example.org"
            val response = client.request(token, ProtectedRequest(userinfo) { method("POST") }).orThrow()

            Json.parseToJsonElement(response.body).jsonObject.string("sub") shouldBe "alice"
            val stolen = mapOf("Authorization" to "Bearer ${token.accessToken}")
            HttpProbe.get(userinfo, stolen).statusCode() shouldBe 401
        }

        test("$how: headers for another HTTP client carry a proof") {
            val client = provider.client(CertifiedClient.DPOP_PUBLIC) { dpop = DPoP.perToken() }
            val token = client.alice(provider)
            val userinfo = client.metadata.userinfoEndpoint.shouldNotBeNull()

            val refusal = HttpProbe.get(userinfo, client.authorizationHeaders(token, "GET", userinfo))
            client.learnNonce(userinfo, refusal.headers().firstValue("DPoP-Nonce").orElse(null))
            val response = HttpProbe.get(userinfo, client.authorizationHeaders(token, "GET", userinfo))

            refusal.statusCode() shouldBe if (nonces) 401 else 200
            response.jsonObject().string("sub") shouldBe "alice"
        }
    }

    test("a stolen token is worth nothing with another key, and neither is a stolen refresh token") {
        val provider = CertifiedProvider.shared()
        val client = provider.client(CertifiedClient.DPOP_PUBLIC) { dpop = DPoP.perToken() }
        val token = client.alice(provider)
        val stolen = token.newBuilder().also { it.dpopKey = DPoPKey.generate() }.build()

        shouldThrow<InvalidTokenException> { client.userInfo(stolen) }
        shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(stolen)) }
        provider.boundKey(client.token(RefreshTokenGrant(token))) shouldBe token.dpopKey?.thumbprint
    }
})
