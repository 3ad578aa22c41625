package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.audiences
import io.github.oidcauth.interop.library.codeToken
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ContentEncryption
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.IdTokenSettings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** ID tokens and userinfo of the node provider, signed and encrypted as its clients are registered. */
class CertifiedIdTokenTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    val rsa = JwtProtection {
        signedResponseAlgorithms(JwsAlgorithm.ES256)
        encryptedResponseAlgorithms(JweAlgorithm.RSA_OAEP_256)
        encryptedResponseEncodings(ContentEncryption.A256GCM)
        requireEncryption()
    }
    val ec = JwtProtection {
        signedResponseAlgorithms(JwsAlgorithm.EdDSA)
        encryptedResponseAlgorithms(JweAlgorithm.ECDH_ES)
        encryptedResponseEncodings(ContentEncryption.A128CBC_HS256)
        requireEncryption()
    }

    fun only(algorithm: JwsAlgorithm) = JwtProtection { signedResponseAlgorithms(algorithm) }

    suspend fun client(registered: CertifiedClient, protection: JwtProtection): OAuth2Client = provider.client(registered) {
        idToken = IdTokenSettings { protection(protection) }
        decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION), TestKeys.jwk(TestKeys.EC_ENCRYPTION))
    }

    mapOf(
        CertifiedClient.PUBLIC to only(JwsAlgorithm.RS256),
        CertifiedClient.SIGNED_USERINFO to only(JwsAlgorithm.PS256),
        CertifiedClient.HS256 to only(JwsAlgorithm.HS256),
        CertifiedClient.ENCRYPTED to rsa,
        CertifiedClient.ENCRYPTED_EC to ec,
    ).forEach { (registered, protection) ->
        test("${registered.id}: the ID token is validated as it is registered") {
            val token = client(registered, protection).codeToken { loginHint("alice") }

            val claims = token.idTokenClaims.shouldNotBeNull()
            claims.string("sub") shouldBe "alice"
            claims.string("iss") shouldBe provider.issuer
            claims.audiences shouldBe listOf(registered.id)
        }
    }

    test("an ID token that is not encrypted, or signed otherwise than registered, is refused") {
        val notEncrypted = JwtProtection {
            signedResponseAlgorithms(JwsAlgorithm.RS256)
            requireEncryption()
        }

        mapOf(notEncrypted to "encrypted", only(JwsAlgorithm.PS256) to "algorithm").forEach { (protection, why) ->
            shouldThrow<InvalidResponseException> {
                client(CertifiedClient.PUBLIC, protection).codeToken { loginHint("alice") }
            }.message.shouldNotBeNull() shouldContain why
        }
    }

    mapOf(
        CertifiedClient.SIGNED_USERINFO to only(JwsAlgorithm.PS256),
        CertifiedClient.ENCRYPTED to rsa,
        CertifiedClient.ENCRYPTED_EC to ec,
    ).forEach { (registered, protection) ->
        test("${registered.id}: userinfo is a JWT as it is registered") {
            val client = provider.client(registered) {
                userInfo = protection
                decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION), TestKeys.jwk(TestKeys.EC_ENCRYPTION))
            }
            val token = client.codeToken {
                loginHint("alice")
                scope("openid", "email")
            }

            val alice = client.userInfo(token)

            alice.subject shouldBe "alice"
            alice.email shouldBe "alice@example.org"
        }
    }

    test("userinfo that is not signed is refused by a client that is registered for signed ones") {
        val client = provider.client(CertifiedClient.PUBLIC) { userInfo = only(JwsAlgorithm.PS256) }
        val token = client.codeToken { loginHint("alice") }

        shouldThrow<InvalidResponseException> { client.userInfo(token) }
    }
})
