package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.endpoints.DeviceLoginCredentials
import io.github.oidcauth.internal.endpoints.LogoutParameterNames
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.servers.ProviderUrlParts
import kotlin.jvm.JvmStatic

/**
 * Auth0. Without `RequestOptions.audience` the access token is for Auth0's own userinfo endpoint and opaque; with the identifier
 * of an API it is a JWT for that API.
 */
public object Auth0 {
    private val QUIRKS =
        ProviderQuirks(
            // "Device Authorization Flow": /oauth/device/code responds with 403 unauthorized_client to a request with a
            // secret.
            deviceLogin = DeviceLoginCredentials.NEVER,
            // "Auth0 Logout": GET /v2/logout with client_id and returnTo. Newer tenants publish a standard endpoint.
            logout = LogoutParameterNames("returnTo", endpointSuffix = LOGOUT),
            // "Application Settings": callback URLs are compared as they are registered, with the port.
            redirect = LoopbackRedirect.FIXED,
        )

    /**
     * Returns the tenant [domain]: `acme.eu` or `acme.eu.auth0.com`, or with a custom domain its URL, such as
     * `https://login.example.com`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [domain] is none of these.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun tenant(domain: String): Provider {
        // "Auth0 domains": the issuer ends with a slash.
        val issuer = "https://${ProviderUrlParts.vendorHost("The domain of an Auth0 tenant", domain, VENDOR, DOMAINS, TENANT)}/"
        return Provider(
            name = "Auth0",
            issuer = issuer,
            quirks = QUIRKS.withUnpublishedMetadata(issuer) { endSessionEndpoint(issuer + LOGOUT) },
        )
    }

    private const val VENDOR = "auth0.com"

    /** Private clouds have the second one. */
    private val DOMAINS = listOf(VENDOR, "auth0app.com")

    /** The name of a tenant, and its region unless that is the first one of the United States. */
    private val TENANT = Regex("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.(us|eu|au|jp|uk|ca)(-[0-9])?)?")
    private const val LOGOUT = "v2/logout"
}
