package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.Settings
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings

/** Returns the registration of the application: a confidential client for tools on the user's machine. */
internal fun applicationClient(settings: Settings): RegisteredClient =
    RegisteredClient
        .withId(settings.clientId)
        .clientId(settings.clientId)
        .clientSecret(settings.clientSecret)
        .clientName("Sample application")
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .authorizationGrantTypes { if (settings.deviceGrant) it += AuthorizationGrantType.DEVICE_CODE }
        .redirectUris { it += LoopbackRedirects.registered }
        .scopes { it += Scopes.ofUsers }
        .clientSettings(
            ClientSettings
                .builder()
                .requireAuthorizationConsent(true)
                .requireProofKey(true)
                .build(),
        ).tokenSettings(tokenSettings(settings))
        .build()
