package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.interop.browser.HttpProbe.Companion.claims
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.JwkSet
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.github.oidcauth.openid.ClientMetadata
import io.github.oidcauth.openid.ClientRegistrar
import io.github.oidcauth.openid.RegisteredClient
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Clients that the library registers at Keycloak (RFC 7591), changes and ends (RFC 7592). */
class KeycloakRegistrationTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    suspend fun registrar() = ClientRegistrar(keycloak.client(KeycloakClient.PUBLIC).metadata)

    fun service(name: String) = ClientMetadata {
        clientName(name)
        redirectUris("http://127.0.0.1/callback")
        grantTypes("client_credentials")
        tokenEndpointAuthMethod("client_secret_basic")
    }

    /** The client to which Keycloak says that it issued a token. */
    suspend fun clientOfToken(client: OAuth2Client): String =
        client.token(ClientCredentialsGrant()).accessToken.claims().string("azp")

    test("a registered client gets a token by its new secret, until its registration has ended") {
        val registrar = registrar()
        val registered = registrar.register(service("Registered"))
        val client = OAuth2Client.discover(keycloak.issuer, registered.toConfig().build())
        clientOfToken(client) shouldBe registered.clientId

        registrar.delete(registered)

        shouldThrow<InvalidClientException> { client.token(ClientCredentialsGrant()) }
        shouldThrow<InvalidTokenException> { registrar.read(registered) }
    }

    test("a registration is read and changed by whoever kept it") {
        val registrar = registrar()
        val kept = RegisteredClient.deserialize(registrar.register(service("First name")).serialize())

        val read = registrar.read(kept)
        val changed = registrar.update(read, service("Second name"))

        read.metadata.toJson().string("client_name") shouldBe "First name"
        registrar.read(changed).metadata.toJson().string("client_name") shouldBe "Second name"
        registrar.delete(changed)
    }

    test("a client registers its public key, and proves itself by the private one") {
        val key = TestKeys.jwk(TestKeys.ES256)
        val registrar = registrar()
        val metadata = service("With a key").newBuilder()
            .tokenEndpointAuthMethod("private_key_jwt")
            .jwks(JwkSet(listOf(key)))
            .build()

        val registered = registrar.register(metadata)

        val config = registered.toConfig().authentication(PrivateKeyJwt(key, JwsAlgorithm.ES256)).build()
        clientOfToken(OAuth2Client.discover(keycloak.issuer, config)) shouldBe registered.clientId
        registrar.delete(registered)
    }

    test("an initial access token lets register what Keycloak refuses strangers") {
        val registrar = registrar()
        val elsewhere = service("Elsewhere").newBuilder().redirectUris("https://client.test/callback").build()
        shouldThrow<OAuthException> { registrar.register(elsewhere) }.statusCode shouldBe 403

        val registered = registrar.register(elsewhere, keycloak.initialAccessToken())

        registrar.read(registered).clientId shouldBe registered.clientId
        registrar.delete(registered)
    }
})
