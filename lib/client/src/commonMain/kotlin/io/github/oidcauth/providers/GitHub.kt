package io.github.oidcauth.providers

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.DeviceLoginCredentials
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.internal.responses.ResponseQuirks
import io.github.oidcauth.internal.servers.ProviderUrlParts
import io.github.oidcauth.oauth2.ServerMetadata
import kotlin.jvm.JvmStatic

/**
 * GitHub, for OAuth apps and GitHub Apps. It has no ID tokens and no endpoints to revoke or describe tokens.
 *
 * Tokens of OAuth apps do not expire. Those of GitHub Apps live for 8 hours, and each refresh issues a new refresh token.
 */
public object GitHub {
    private val QUIRKS =
        ProviderQuirks(
            // "Authorizing OAuth apps": responses are forms unless JSON is requested, and a proxy may drop that header; the
            // scope of responses contains commas.
            responses = ResponseQuirks(formEncoded = true, scopeSeparator = ','),
            // "Troubleshooting OAuth app access token request errors", "Error codes for the device flow"; all come with
            // status 200.
            errors =
                mapOf(
                    "bad_verification_code" to "invalid_grant",
                    "bad_refresh_token" to "invalid_grant",
                    "incorrect_device_code" to "invalid_grant",
                    "token_expired" to "expired_token",
                    "incorrect_client_credentials" to "invalid_client",
                    "redirect_uri_mismatch" to "invalid_request",
                    "device_flow_disabled" to "unauthorized_client",
                ),
            // "The client_secret is not needed for the device flow."
            deviceLogin = DeviceLoginCredentials.NEVER,
            authorization = AuthorizationParameterNames(names = mapOf("login_hint" to "login")),
        )

    /** Returns github.com. */
    @JvmStatic
    public fun provider(): Provider = providerAt("https://github.com")

    /**
     * Returns the GitHub Enterprise at [host]: `octocorp` or `octocorp.ghe.com`, or the URL of a server, such as
     * `https://github.example.com`.
     *
     * @throws io.github.oidcauth.InvalidConfigException if [host] is none of these.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun enterprise(
        host: String,
    ): Provider = providerAt("https://${ProviderUrlParts.vendorHost("The host of GitHub Enterprise", host, VENDOR)}")

    private const val VENDOR = "ghe.com"

    private fun providerAt(base: String): Provider {
        // GitHub publishes no metadata; its authorization responses name this issuer (RFC 9207).
        val issuer = "$base/login/oauth"
        val metadata =
            ServerMetadata {
                issuer(issuer)
                authorizationEndpoint("$issuer/authorize")
                tokenEndpoint("$issuer/access_token")
                deviceAuthorizationEndpoint("$base/login/device/code")
                member("token_endpoint_auth_methods_supported", listOf("client_secret_post"))
            }
        return Provider("GitHub", issuer, metadata, quirks = QUIRKS)
    }
}
