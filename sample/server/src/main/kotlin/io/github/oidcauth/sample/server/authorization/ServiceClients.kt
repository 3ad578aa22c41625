package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.backchannel.PingClients
import io.github.oidcauth.sample.server.grants.GrantTypes
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.jose.jws.MacAlgorithm
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings

/** Confidential clients that differ in how they say who they are and how they hear of a response, and in nothing else. */
internal fun serviceClients(settings: Settings): List<RegisteredClient> =
    listOfNotNull(
        service(settings, SampleClients.SERVICE, "Sample service", bySecret),
        service(settings, SampleClients.SECRET_JWT_SERVICE, "Sample service that signs with its secret", bySecretJwt) {
            tokenEndpointAuthenticationSigningAlgorithm(MacAlgorithm.HS256)
        },
        service(settings, SampleClients.KEY_SERVICE, "Sample service that signs with a key", byKeyJwt) {
            tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
        },
        settings.notificationEndpoint?.let { endpoint ->
            service(settings, SampleClients.PING_SERVICE, "Sample service that is called back", bySecret) {
                setting(PingClients.ENDPOINT, endpoint)
            }
        },
    )

private fun service(
    settings: Settings,
    clientId: String,
    name: String,
    methods: Set<ClientAuthenticationMethod>,
    more: ClientSettings.Builder.() -> Unit = {},
): RegisteredClient =
    RegisteredClient
        .withId(clientId)
        .clientId(clientId)
        .clientName(name)
        .clientSecret(SampleClients.SECRET)
        .clientAuthenticationMethods { it += methods }
        .authorizationGrantTypes { it += grants }
        .redirectUris { it += LoopbackRedirects.registered }
        .postLogoutRedirectUris { it += LoopbackRedirects.registered }
        .scopes { it += Scopes.ofUsers + Scopes.ofServices + Scopes.REGISTRATION }
        .clientSettings(
            ClientSettings
                .builder()
                .requireAuthorizationConsent(true)
                .requireProofKey(true)
                .apply(more)
                .build(),
        ).tokenSettings(tokenSettings(settings))
        .build()

private val bySecret = setOf(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST)
private val bySecretJwt = setOf(ClientAuthenticationMethod.CLIENT_SECRET_JWT)
private val byKeyJwt = setOf(ClientAuthenticationMethod.PRIVATE_KEY_JWT)

private val grants =
    listOf(
        AuthorizationGrantType.AUTHORIZATION_CODE,
        AuthorizationGrantType.REFRESH_TOKEN,
        AuthorizationGrantType.CLIENT_CREDENTIALS,
        AuthorizationGrantType.TOKEN_EXCHANGE,
    ) + GrantTypes.all
