package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
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
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Authentication of the library's client at the node provider. */
class CertifiedAuthenticationTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    /** The client to which the provider says that it issued a token. */
    suspend fun clientOfToken(client: CertifiedClient, method: ClientAuthentication): String {
        val token = provider.client(client) { authentication = method }.token(ClientCredentialsGrant())
        return provider.introspects(token).string("client_id")
    }

    test("client_secret_basic: identifier and secret are form-encoded, which oidc-provider insists on") {
        val secret = CertifiedClient.BASIC_ENCODED.secret.orEmpty()

        clientOfToken(CertifiedClient.BASIC_ENCODED, ClientSecretBasic(secret)) shouldBe CertifiedClient.BASIC_ENCODED.id
        shouldThrow<InvalidRequestException> {
            clientOfToken(CertifiedClient.BASIC_ENCODED, ClientSecretBasic(secret, formEncoded = false))
        }
    }

    test("client_secret_post lets the client in, and a wrong secret is invalid_client") {
        val secret = CertifiedClient.POST.secret.orEmpty()

        clientOfToken(CertifiedClient.POST, ClientSecretPost(secret)) shouldBe CertifiedClient.POST.id
        shouldThrow<InvalidClientException> { clientOfToken(CertifiedClient.POST, ClientSecretPost("wrong")) }
    }

    JwsAlgorithm.entries.filter { it.isSymmetric }.forEach { algorithm ->
        test("client_secret_jwt by ${algorithm.identifier} lets the client in") {
            val method = ClientSecretJwt(CertifiedClient.CLIENT_SECRET_JWT.secret.orEmpty(), algorithm)

            clientOfToken(CertifiedClient.CLIENT_SECRET_JWT, method) shouldBe CertifiedClient.CLIENT_SECRET_JWT.id
        }
    }

    SIGNING_KEYS.forEach { (algorithm, key) ->
        test("private_key_jwt by ${algorithm.identifier} lets the client in") {
            val method = PrivateKeyJwt(TestKeys.jwk(key), algorithm)

            clientOfToken(CertifiedClient.PRIVATE_KEY_JWT, method) shouldBe CertifiedClient.PRIVATE_KEY_JWT.id
        }
    }

    AssertionAudience.entries.forEach { audience ->
        test("private_key_jwt for $audience lets the client in") {
            val method = PrivateKeyJwt(TestKeys.jwk(TestKeys.ES256), JwsAlgorithm.ES256, audience)

            clientOfToken(CertifiedClient.PRIVATE_KEY_JWT, method) shouldBe CertifiedClient.PRIVATE_KEY_JWT.id
        }
    }

    test("private_key_jwt with a key that was not registered is invalid_client") {
        val method = PrivateKeyJwt(Jwk.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256)

        shouldThrow<InvalidClientException> { clientOfToken(CertifiedClient.PRIVATE_KEY_JWT, method) }
    }
})
