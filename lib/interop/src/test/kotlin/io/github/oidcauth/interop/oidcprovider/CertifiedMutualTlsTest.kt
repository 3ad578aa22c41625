package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.forLibrary
import io.github.oidcauth.interop.keys.withoutCertificate
import io.github.oidcauth.interop.library.codeToken
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.NoClientAuthentication
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.SelfSignedTlsClientAuth
import io.github.oidcauth.oauth2.TlsClientAuth
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.jsonObject

/**
 * The library's client shows its certificate to the node provider (RFC 8705), at the aliases of the endpoints: no other endpoint
 * asks for one.
 */
class CertifiedMutualTlsTest : FunSpec({
    requires(NodeEnvironment, TestCertificates)

    val provider by lazy { CertifiedProvider.shared(CertifiedProvider.Settings(tls = true)) }
    val certificate by lazy { TestCertificates.client.forLibrary() }
    val selfSigned by lazy { TestCertificates.selfSigned.forLibrary() }

    /** The certificate to which the provider says that [token] is bound. */
    fun boundCertificate(token: Token): String =
        provider.introspects(token).getValue("cnf").jsonObject.string("x5t#S256")

    test("tls_client_auth: the certificate lets the client in, and its token is bound to it") {
        val client = provider.client(CertifiedClient.TLS) { clientCertificate = certificate }

        val token = client.token(ClientCredentialsGrant())

        client.authentication shouldBe TlsClientAuth
        provider.introspects(token).string("client_id") shouldBe CertifiedClient.TLS.id
        boundCertificate(token) shouldBe certificate.thumbprint
    }

    test("self_signed_tls_client_auth: the registered certificate lets the client in, and its token is bound to it") {
        val token = provider.client(CertifiedClient.TLS_SELF_SIGNED) {
            authentication = SelfSignedTlsClientAuth
            clientCertificate = selfSigned
        }.token(ClientCredentialsGrant())

        provider.introspects(token).string("client_id") shouldBe CertifiedClient.TLS_SELF_SIGNED.id
        boundCertificate(token) shouldBe selfSigned.thumbprint
    }

    test("the wrong certificate, or none, is invalid_client") {
        val another = provider.client(CertifiedClient.TLS) { clientCertificate = selfSigned }
        val others = provider.client(CertifiedClient.TLS_SELF_SIGNED) {
            authentication = SelfSignedTlsClientAuth
            clientCertificate = certificate
        }
        val none = provider.client(CertifiedClient.TLS) {
            authentication = TlsClientAuth
            httpClient = withoutCertificate
        }

        listOf(another, others, none).forEach { client ->
            shouldThrow<InvalidClientException> { client.token(ClientCredentialsGrant()) }
        }
    }

    test("bound tokens: what a public client's code buys is good on connections with its certificate alone") {
        val client = provider.client(CertifiedClient.TLS_BOUND_PUBLIC) {
            authentication = NoClientAuthentication
            clientCertificate = certificate
        }
        val thief = provider.client(CertifiedClient.TLS_BOUND_PUBLIC) {
            authentication = NoClientAuthentication
            clientCertificate = selfSigned
        }

        val token = client.codeToken(FormLogin(tls = TestCertificates.tls())) { scope("openid", "email") }

        boundCertificate(token) shouldBe certificate.thumbprint
        client.userInfo(token).email shouldBe "alice@example.org"
        boundCertificate(client.token(RefreshTokenGrant(token))) shouldBe certificate.thumbprint
        shouldThrow<InvalidTokenException> { thief.userInfo(token) }
        shouldThrow<InvalidGrantException> { thief.token(RefreshTokenGrant(token)) }
    }
})
