package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.IntrospectionSettings
import io.github.oidcauth.oauth2.JweAlgorithm
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.JwtProtection
import io.github.oidcauth.oauth2.OAuth2Client
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** The node provider's responses to introspection as JWTs, signed and encrypted (RFC 9701). */
class CertifiedIntrospectionTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    val signed = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.ES256) }
    val encrypted = JwtProtection {
        signedResponseAlgorithms(JwsAlgorithm.ES256)
        encryptedResponseAlgorithms(JweAlgorithm.RSA_OAEP_256)
        requireEncryption()
    }

    suspend fun client(registered: CertifiedClient, protection: JwtProtection): OAuth2Client = provider.client(registered) {
        introspection = IntrospectionSettings { protection(protection) }
        decryptionKeys = listOf(TestKeys.jwk(TestKeys.RSA_ENCRYPTION))
    }

    mapOf(
        CertifiedClient.JWT_INTROSPECTION to signed,
        CertifiedClient.JWT_INTROSPECTION_ENCRYPTED to encrypted,
    ).forEach { (registered, protection) ->
        test("${registered.id}: the provider vouches for what it says of a token, good or not") {
            val token = provider.client(CertifiedClient.BASIC).token(ClientCredentialsGrant())
            val client = client(registered, protection)

            val said = client.introspect(token.accessToken)

            said.active shouldBe true
            said.clientId shouldBe CertifiedClient.BASIC.id
            said.claims shouldBe provider.introspects(token)
            client.introspect("made-up").active shouldBe false
        }
    }

    test("a response that is signed otherwise than registered, or not encrypted, is refused") {
        val token = provider.client(CertifiedClient.BASIC).token(ClientCredentialsGrant())
        val otherwise = JwtProtection { signedResponseAlgorithms(JwsAlgorithm.PS256) }

        listOf(otherwise, encrypted).forEach { protection ->
            shouldThrow<InvalidResponseException> {
                client(CertifiedClient.JWT_INTROSPECTION, protection).introspect(token.accessToken)
            }
        }
    }
})
