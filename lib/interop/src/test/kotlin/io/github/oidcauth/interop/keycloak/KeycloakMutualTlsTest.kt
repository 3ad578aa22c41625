package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.forLibrary
import io.github.oidcauth.interop.keys.withoutCertificate
import io.github.oidcauth.interop.library.codeToken
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.NoClientAuthentication
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.TlsClientAuth
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.jsonObject

/** The library's client shows its certificate to Keycloak, which lets it in and binds its tokens to it (RFC 8705). */
class KeycloakMutualTlsTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }
    val certificate by lazy { TestCertificates.client.forLibrary() }

    suspend fun client(
        registered: KeycloakClient,
        configure: ClientConfig.Builder.() -> Unit = { clientCertificate = certificate },
    ): OAuth2Client = OAuth2Client.discover(keycloak.tlsIssuer, registered.id, configure = configure)

    /** The certificate to which Keycloak says that [token] is bound. */
    fun boundCertificate(token: Token): String =
        token.accessToken.claims().getValue("cnf").jsonObject.string("x5t#S256")

    test("tls_client_auth: the certificate lets the client in, and its token is bound to it") {
        val client = client(KeycloakClient.MTLS)

        val token = client.token(ClientCredentialsGrant())

        client.authentication shouldBe TlsClientAuth
        token.accessToken.claims().string("azp") shouldBe KeycloakClient.MTLS.id
        boundCertificate(token) shouldBe certificate.thumbprint
    }

    test("tls_client_auth: without the certificate, or with another one, the client stays outside") {
        val without = client(KeycloakClient.MTLS) {
            authentication = TlsClientAuth
            httpClient = withoutCertificate
        }

        shouldThrow<OAuthException> { without.token(ClientCredentialsGrant()) }.statusCode shouldBe 401
        // Keycloak's own TLS ends the connection when it does not know the authority.
        shouldThrow<TransportException> {
            client(KeycloakClient.MTLS) {
                clientCertificate = TestCertificates.selfSigned.forLibrary()
            }.token(ClientCredentialsGrant())
        }
    }

    test("bound tokens: what a public client's code buys is good on connections with its certificate alone") {
        val client = client(KeycloakClient.MTLS_BOUND_PUBLIC) {
            authentication = NoClientAuthentication
            clientCertificate = certificate
        }
        val thief = client(KeycloakClient.MTLS_BOUND_PUBLIC) { httpClient = withoutCertificate }

        val token = client.codeToken(FormLogin(tls = TestCertificates.tls()))

        boundCertificate(token) shouldBe certificate.thumbprint
        client.userInfo(token).preferredUsername shouldBe "alice"
        boundCertificate(client.token(RefreshTokenGrant(token))) shouldBe certificate.thumbprint
        shouldThrow<InvalidTokenException> { thief.userInfo(token) }
        shouldThrow<UnauthorizedClientException> { thief.token(RefreshTokenGrant(token)) }
    }
})
