package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.browser.RawLogin
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.aliceByPassword
import io.github.oidcauth.interop.library.isActive
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.TokenTypeHint
import io.github.oidcauth.openid.ExpectedSubject
import io.github.oidcauth.openid.IdTokenRequirements
import io.github.oidcauth.openid.IdTokenSettings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.util.Base64
import io.kotest.matchers.collections.shouldContain as shouldHaveMember

/** Introspection, revocation, validation, userinfo and logout with tokens of Keycloak. */
class KeycloakTokensTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    /** Registered as [KeycloakClient.ENCRYPTED] is. */
    val encrypted = JwtProtection {
        signedResponseAlgorithms(JwsAlgorithm.ES256)
        encryptedResponseAlgorithms(JweAlgorithm.RSA_OAEP_256)
        requireEncryption()
    }

    test("introspection: Keycloak says whose token it is and for whom") {
        val token = keycloak.client(KeycloakClient.PUBLIC).aliceByPassword()

        val said = keycloak.client(KeycloakClient.CONFIDENTIAL).introspect(token.accessToken, TokenTypeHint.ACCESS_TOKEN)

        said.active shouldBe true
        said.username shouldBe "alice"
        said.clientId shouldBe KeycloakClient.PUBLIC.id
        said.audience shouldHaveMember KeycloakClient.CONFIDENTIAL.id
        said.claims shouldBe keycloak.introspects(token)
    }

    test("introspection: of what is no token Keycloak says nothing") {
        val said = keycloak.client(KeycloakClient.CONFIDENTIAL).introspect("made-up")

        said.active shouldBe false
        said.username shouldBe null
    }

    test("revocation: neither the access token nor the refresh token is good any more") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)
        val token = client.aliceByPassword()
        keycloak.introspects(token).isActive shouldBe true

        client.revoke(token)

        keycloak.introspects(token).isActive shouldBe false
        shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(token)) }
    }

    test("revocation: an access token alone") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)
        val token = client.aliceByPassword()

        client.revoke(token.accessToken, TokenTypeHint.ACCESS_TOKEN)

        keycloak.introspects(token).isActive shouldBe false
        keycloak.introspects(client.token(RefreshTokenGrant(token))).isActive shouldBe true
    }

    mapOf(
        KeycloakClient.PUBLIC to JwsAlgorithm.RS256,
        KeycloakClient.SIGNED_USERINFO to JwsAlgorithm.EdDSA,
    ).forEach { (registered, algorithm) ->
        test("ID tokens by ${algorithm.identifier} are validated with the keys that Keycloak publishes") {
            val client = keycloak.client(registered) {
                idToken = IdTokenSettings { protection { signedResponseAlgorithms(algorithm) } }
            }
            val token = client.aliceByPassword()

            val idToken = client.validateIdToken(token.idToken.shouldNotBeNull())

            idToken.algorithm shouldBe algorithm
            idToken.audience shouldBe listOf(registered.id)
            idToken.issuer shouldBe keycloak.issuer
            idToken.subject shouldBe token.accessToken.claims().string("sub")
        }
    }

    test("ID tokens fit their access token, and no other") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val token = client.aliceByPassword()
        val another = client.aliceByPassword()

        fun fitting(token: Token) = IdTokenRequirements { accessToken(token.accessToken).requireHashes() }

        client.validateIdToken(token.idToken.orEmpty(), fitting(token)).string("preferred_username") shouldBe "alice"
        shouldThrow<InvalidResponseException> { client.validateIdToken(token.idToken.orEmpty(), fitting(another)) }
            .message.shouldNotBeNull() shouldContain "at_hash"
    }

    test("an ID token for another client, or with a changed claim, is refused") {
        val idToken = keycloak.client(KeycloakClient.PUBLIC).aliceByPassword().idToken.orEmpty()
        val (header, claims, signature) = idToken.split('.')
        val changed = Base64.getUrlDecoder().decode(claims).decodeToString().replace("alice@", "mallory@")
        val forged = "$header.${Base64.getUrlEncoder().withoutPadding().encodeToString(changed.toByteArray())}.$signature"

        shouldThrow<InvalidResponseException> { keycloak.client(KeycloakClient.CONFIDENTIAL).validateIdToken(idToken) }
            .message.shouldNotBeNull() shouldContain "aud"
        shouldThrow<InvalidResponseException> { keycloak.client(KeycloakClient.PUBLIC).validateIdToken(forged) }
            .message.shouldNotBeNull() shouldContain "signature"
    }

    test("an encrypted ID token is opened, and the signed one in it validated") {
        val client = keycloak.client(KeycloakClient.ENCRYPTED) {
            idToken = IdTokenSettings { protection(encrypted) }
            decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION))
        }

        val token = client.aliceByPassword()

        token.idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("an encrypted ID token stays closed to whoever has another key") {
        val client = keycloak.client(KeycloakClient.ENCRYPTED) {
            decryptionKeys = listOf(TestKeys.jwk(TestKeys.EC_ENCRYPTION))
        }

        shouldThrow<InvalidResponseException> { client.aliceByPassword() }
    }

    test("userinfo as JSON, signed, and signed and encrypted") {
        val ways = mapOf(
            KeycloakClient.PUBLIC to JwtProtection.DEFAULT,
            KeycloakClient.SIGNED_USERINFO to JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) },
            KeycloakClient.ENCRYPTED to encrypted,
        )
        ways.forEach { (registered, protection) ->
            val client = keycloak.client(registered) {
                userInfo = protection
                decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION))
            }
            val token = client.aliceByPassword("openid", "email")

            val alice = client.userInfo(token)

            alice.subject shouldBe token.accessToken.claims().string("sub")
            alice.email shouldBe "alice@example.org"
            alice.isEmailVerified shouldBe true
        }
    }

    test("userinfo that is not signed, or about somebody else, is refused") {
        val demanding = keycloak.client(KeycloakClient.PUBLIC) {
            userInfo = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }
        }
        val token = demanding.aliceByPassword()

        shouldThrow<InvalidResponseException> { demanding.userInfo(token) }
        shouldThrow<InvalidResponseException> {
            keycloak.client(KeycloakClient.PUBLIC).userInfo(token, ExpectedSubject.of("somebody-else"))
        }
    }

    test("userinfo with a token that was revoked is invalid_token") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val token = client.aliceByPassword()
        client.revoke(token)

        shouldThrow<InvalidTokenException> { client.userInfo(token) }.statusCode shouldBe 401
    }

    test("logout: the browser comes back, and the session has ended") {
        val client = keycloak.client(KeycloakClient.PUBLIC)
        val token = client.aliceByPassword()
        val logout = client.logoutRequest {
            idTokenHint(token)
            postLogoutRedirectUri(RawLogin.REDIRECT_URI)
        }

        val callback = FormLogin().callback(logout.url)

        logout.isCallback(callback.url) shouldBe true
        keycloak.introspects(token).isActive shouldBe false
        shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(token)) }
    }
})
