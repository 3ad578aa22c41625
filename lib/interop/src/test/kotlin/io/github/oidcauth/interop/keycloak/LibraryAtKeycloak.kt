package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.serialization.json.JsonObject

/** The library's client for [client], found by discovery, with its secret if it has one. */
internal suspend fun Keycloak.client(
    client: KeycloakClient,
    configure: ClientConfig.Builder.() -> Unit = {},
): OAuth2Client = OAuth2Client.discover(issuer, client.id) {
    clientSecret = client.secret
    configure()
}

/** Returns the response of Keycloak's introspection endpoint for [token], requested without the library. */
internal fun Keycloak.introspects(token: Token): JsonObject = introspects(token.accessToken)
