package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.Settings
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings

/** Returns a native application: it has no secret, so PKCE is used instead (RFC 8252 §8.1, §8.5). */
internal fun cliClient(settings: Settings): RegisteredClient =
    RegisteredClient
        .withId(SampleClients.CLI)
        .clientId(SampleClients.CLI)
        .clientName("Sample command line")
        .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .authorizationGrantTypes { if (settings.deviceGrant) it += AuthorizationGrantType.DEVICE_CODE }
        .redirectUris { it += LoopbackRedirects.registered }
        .postLogoutRedirectUris { it += LoopbackRedirects.registered }
        .scopes { it += Scopes.ofUsers }
        .clientSettings(
            ClientSettings
                .builder()
                .requireAuthorizationConsent(true)
                .requireProofKey(true)
                .build(),
        ).tokenSettings(tokenSettings(settings))
        .build()
