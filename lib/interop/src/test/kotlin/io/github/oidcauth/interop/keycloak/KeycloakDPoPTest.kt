package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.SIGNING_KEYS
import io.github.oidcauth.interop.library.aliceByPassword
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.DPoP
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject

/** Tokens that Keycloak binds to keys of the library's client (RFC 9449). Keycloak has no nonces. */
class KeycloakDPoPTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    fun JsonObject.boundKey(): String = getValue("cnf").jsonObject.string("jkt")

    listOf(
        JwsAlgorithm.ES256,
        JwsAlgorithm.ES512,
        JwsAlgorithm.PS256,
        JwsAlgorithm.RS256,
        JwsAlgorithm.EdDSA,
    ).forEach { algorithm ->
        test("a token is bound to a key for ${algorithm.identifier}") {
            val key = DPoPKey(TestKeys.jwk(SIGNING_KEYS.getValue(algorithm)), algorithm)

            val token = keycloak.client(KeycloakClient.DPOP_CONFIDENTIAL) { dpop = DPoP.withKey(key) }
                .token(ClientCredentialsGrant())

            token.tokenType shouldBe "DPoP"
            token.accessToken.claims().boundKey() shouldBe key.thumbprint
        }
    }

    test("without a proof Keycloak hands out nothing to a client that is bound to prove") {
        shouldThrow<InvalidRequestException> {
            keycloak.client(KeycloakClient.DPOP_CONFIDENTIAL).token(ClientCredentialsGrant())
        }
    }

    test("a refresh keeps the key, and userinfo is called with a proof") {
        val client = keycloak.client(KeycloakClient.PUBLIC) { dpop = DPoP.perToken() }
        val token = client.aliceByPassword("openid", "email")

        val refreshed = client.token(RefreshTokenGrant(token))

        val key = token.dpopKey.shouldNotBeNull()
        keycloak.introspects(token).boundKey() shouldBe key.thumbprint
        keycloak.introspects(refreshed).boundKey() shouldBe key.thumbprint
        client.userInfo(refreshed).email shouldBe "alice@example.org"
    }

    test("a stolen token is worth nothing with another key, and neither is a stolen refresh token") {
        val client = keycloak.client(KeycloakClient.PUBLIC) { dpop = DPoP.perToken() }
        val stolen = client.aliceByPassword().newBuilder().also { it.dpopKey = DPoPKey.generate() }.build()

        shouldThrow<InvalidTokenException> { client.userInfo(stolen) }
        shouldThrow<OAuthException> { client.token(RefreshTokenGrant(stolen)) }.error shouldBe "invalid_grant"
    }
})
