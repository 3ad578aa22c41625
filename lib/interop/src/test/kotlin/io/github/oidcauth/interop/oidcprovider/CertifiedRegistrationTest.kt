package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidClientMetadataException
import io.github.oidcauth.InvalidRedirectUriException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe

/** Clients that the library registers at the node provider (RFC 7591), changes and ends (RFC 7592). */
class CertifiedRegistrationTest : FunSpec({
    requires(NodeEnvironment)

    val provider by lazy { CertifiedProvider.shared() }

    suspend fun CertifiedProvider.registrar() = ClientRegistrar(client(CertifiedClient.PUBLIC).metadata)

    fun service(name: String) = ClientMetadata {
        clientName(name)
        redirectUris()
        responseTypes()
        grantTypes("client_credentials")
    }

    test("a registered client gets a token by its new secret, until its registration has ended") {
        val registrar = provider.registrar()
        val registered = registrar.register(service("Registered"))
        val client = OAuth2Client.discover(provider.issuer, registered.toConfig().build())
        provider.introspects(client.token(ClientCredentialsGrant())).string("client_id") shouldBe registered.clientId

        registrar.delete(registered)

        shouldThrow<InvalidClientException> { client.token(ClientCredentialsGrant()) }
        shouldThrow<InvalidTokenException> { registrar.read(registered) }
    }

    test("a change rotates the token of the registration, and the new one is good") {
        val registrar = provider.registrar()
        val registered = registrar.register(service("First name"))

        val changed = registrar.update(registered, service("Second name"))

        changed.serialize() shouldNotBe registered.serialize()
        registrar.read(changed).metadata.toJson().string("client_name") shouldBe "Second name"
        shouldThrow<InvalidTokenException> { registrar.read(registered) }
        registrar.delete(changed)
    }

    test("invalid metadata are refused with their error code") {
        val registrar = provider.registrar()

        shouldThrow<InvalidRedirectUriException> {
            registrar.register(ClientMetadata { redirectUris("https://client.test/callback#fragment") })
        }.statusCode shouldBe 400
        shouldThrow<InvalidClientMetadataException> {
            registrar.register(service("Unknown method").newBuilder().tokenEndpointAuthMethod("by-word-of-mouth").build())
        }
    }

    test("strangers are turned away where an initial access token is needed") {
        val closed = CertifiedProvider.shared(CertifiedProvider.Settings(registrationToken = "initial-access-token"))
        val registrar = closed.registrar()
        shouldThrow<InvalidTokenException> { registrar.register(service("Stranger"), "made-up") }

        val registered = registrar.register(service("Invited"), "initial-access-token")

        registrar.read(registered).clientId shouldBe registered.clientId
    }
})
