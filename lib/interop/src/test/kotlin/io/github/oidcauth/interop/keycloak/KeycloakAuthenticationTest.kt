package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.SIGNING_KEYS
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.AssertionAudience
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Authentication of the library's client at Keycloak. */
class KeycloakAuthenticationTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    /** The client to which Keycloak says that it issued a token. */
    suspend fun clientOfToken(client: KeycloakClient, method: ClientAuthentication): String {
        val token = keycloak.client(client) { authentication = method }.token(ClientCredentialsGrant())
        return token.accessToken.claims().string("azp")
    }

    listOf(
        ClientSecretBasic(KeycloakClient.CONFIDENTIAL.secret.orEmpty()),
        ClientSecretPost(KeycloakClient.CONFIDENTIAL.secret.orEmpty()),
    ).forEach { method ->
        test("${method.method} lets the client in") {
            clientOfToken(KeycloakClient.CONFIDENTIAL, method) shouldBe KeycloakClient.CONFIDENTIAL.id
        }
    }

    test("client_secret_jwt by HS256 lets the client in") {
        val method = ClientSecretJwt(KeycloakClient.CLIENT_SECRET_JWT.secret.orEmpty())

        clientOfToken(KeycloakClient.CLIENT_SECRET_JWT, method) shouldBe KeycloakClient.CLIENT_SECRET_JWT.id
    }

    // Keycloak says unauthorized_client where RFC 6749 §5.2 has invalid_client, unless the algorithm is at fault.
    test("client_secret_jwt with another secret is unauthorized_client") {
        val method = ClientSecretJwt("another-secret-of-more-than-32-characters")

        shouldThrow<UnauthorizedClientException> { clientOfToken(KeycloakClient.CLIENT_SECRET_JWT, method) }
    }

    SIGNING_KEYS.forEach { (algorithm, key) ->
        test("private_key_jwt by ${algorithm.identifier} lets the client in") {
            val method = PrivateKeyJwt(TestKeys.jwk(key), algorithm)

            clientOfToken(KeycloakClient.PRIVATE_KEY_JWT, method) shouldBe KeycloakClient.PRIVATE_KEY_JWT.id
        }
    }

    test("private_key_jwt for the token endpoint lets the client in too") {
        val method = PrivateKeyJwt(TestKeys.jwk(TestKeys.ES256), JwsAlgorithm.ES256, AssertionAudience.TOKEN_ENDPOINT)

        clientOfToken(KeycloakClient.PRIVATE_KEY_JWT, method) shouldBe KeycloakClient.PRIVATE_KEY_JWT.id
    }

    test("private_key_jwt is chosen by Keycloak's metadata when there is a key") {
        val client = keycloak.client(KeycloakClient.PRIVATE_KEY_JWT) { signingKey = TestKeys.jwk(TestKeys.RSA) }

        client.authentication.method shouldBe "private_key_jwt"
        client.token(ClientCredentialsGrant()).accessToken.claims().string("azp") shouldBe KeycloakClient.PRIVATE_KEY_JWT.id
    }

    test("private_key_jwt by an algorithm that is not the client's is invalid_client") {
        val method = PrivateKeyJwt(TestKeys.jwk(TestKeys.RSA), JwsAlgorithm.RS256)

        shouldThrow<InvalidClientException> { clientOfToken(KeycloakClient.PRIVATE_KEY_JWT_ES256, method) }
    }
})
