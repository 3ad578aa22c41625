package io.github.oidcauth.spring.internal

import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenStore
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.spring.OidcAuthProperties

/** Returns the source of tokens that [client] gets for the application itself. */
internal fun serviceTokens(
    client: OAuth2Client,
    settings: OidcAuthProperties.Client,
    tokenStore: TokenStore?,
): TokenSource {
    val grant =
        ClientCredentialsGrant {
            if (settings.scope.isNotEmpty()) scope(settings.scope)
            settings.audience.forEach(::audience)
            settings.resource.forEach(::resource)
        }
    return client.tokenSource(grant) {
        store = tokenStore
        refreshAhead = settings.refreshAhead
    }
}
