package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/**
 * Keycloak. A refresh token with the scope `offline_access` has no fixed expiry, for which Keycloak sends
 * `refresh_expires_in: 0`. Keycloak issues refresh tokens without that scope too, for as long as the session, and refuses it
 * to users without the role `offline_access`, after they have logged in. Where a realm revokes refresh tokens, using one
 * twice ends the session.
 */
public object Keycloak {
    /**
     * Returns the [realm] of the Keycloak at [baseUrl], such as `https://sso.example.com`, or `https://sso.example.com/auth`
     * before version 17. It must be the address by which Keycloak knows itself, because the issuer is made from it.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [baseUrl] is not a URL, or [realm] is not a name that can be part
     *     of one.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun realm(
        baseUrl: String,
        realm: String,
    ): Provider {
        // "Securing applications and services with OpenID Connect": /realms/{realm-name}/.well-known/openid-configuration.
        val base = ProviderUrlParts.baseUrl("The address of Keycloak", baseUrl)
        val issuer = "$base/realms/${ProviderUrlParts.segment("The realm of Keycloak", realm)}"
        return Provider("Keycloak", issuer)
    }
}
