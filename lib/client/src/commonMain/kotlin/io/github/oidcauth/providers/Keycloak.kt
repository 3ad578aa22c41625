package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/**
 * Keycloak. A refresh token with the scope `offline_access` has no fixed end, of which Keycloak says `refresh_expires_in: 0`.
 * Where a realm revokes refresh tokens, using one twice ends the session. `authenticate` asks for that scope only when the caller
 * does: people without the role `offline_access` could not log in.
 */
public object Keycloak {
    // It has refresh tokens without that, and refuses it to people without the role, after they have logged in.
    private val QUIRKS = ProviderQuirks(asksForOfflineAccess = false)

    /**
     * The [realm] of the Keycloak at [baseUrl], such as `https://sso.example.com`, or `https://sso.example.com/auth` before
     * version 17. It has to be the address by which Keycloak calls itself, since the issuer is made from that.
     *
     * @throws io.github.oidcauth.InvalidConfigException when [baseUrl] is no URL, or [realm] is no name that stands in one as
     * it is.
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
        return Provider("Keycloak", issuer, quirks = QUIRKS)
    }
}
