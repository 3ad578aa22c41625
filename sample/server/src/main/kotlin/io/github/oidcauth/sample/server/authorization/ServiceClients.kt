package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.Settings
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.jose.jws.JwsAlgorithm
import org.springframework.security.oauth2.jose.jws.MacAlgorithm
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings

/** Confidential clients that differ in how they say who they are, and in nothing else. */
internal fun serviceClients(settings: Settings): List<RegisteredClient> =
    listOf(
        service(
            settings,
            SampleClients.SERVICE,
            "Sample service",
            setOf(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, ClientAuthenticationMethod.CLIENT_SECRET_POST),
        ),
        service(
            settings,
            SampleClients.SECRET_JWT_SERVICE,
            "Sample service that signs with its secret",
            setOf(ClientAuthenticationMethod.CLIENT_SECRET_JWT),
            MacAlgorithm.HS256,
        ),
        service(
            settings,
            SampleClients.KEY_SERVICE,
            "Sample service that signs with a key",
            setOf(ClientAuthenticationMethod.PRIVATE_KEY_JWT),
            SignatureAlgorithm.ES256,
        ),
    )

private fun service(
    settings: Settings,
    clientId: String,
    name: String,
    methods: Set<ClientAuthenticationMethod>,
    signing: JwsAlgorithm? = null,
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
        .scopes { it += Scopes.ofPeople + Scopes.ofServices + Scopes.REGISTRATION }
        .clientSettings(
            ClientSettings
                .builder()
                .requireAuthorizationConsent(true)
                .requireProofKey(true)
                .apply { signing?.let(::tokenEndpointAuthenticationSigningAlgorithm) }
                .build(),
        ).tokenSettings(tokenSettings(settings))
        .build()

private val grants =
    setOf(
        AuthorizationGrantType.AUTHORIZATION_CODE,
        AuthorizationGrantType.REFRESH_TOKEN,
        AuthorizationGrantType.CLIENT_CREDENTIALS,
        AuthorizationGrantType.TOKEN_EXCHANGE,
    )
