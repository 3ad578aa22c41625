package io.github.oidcauth.providers

import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.DeviceLoginCredentials
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.oauth2.RequestOptions
import kotlin.jvm.JvmStatic

/**
 * Google. A client for device logins has a secret that is not confidential, and must send it when it polls.
 *
 * There is no scope `offline_access`. A browser login issues a refresh token if the request contains `access_type=offline`
 * and the user consents. A refresh never issues another refresh token.
 */
public object Google {
    /** "Using OAuth 2.0 for Web Server Applications": access_type, prompt. */
    private val OFFLINE = quirks(RequestOptions { parameter("access_type", "offline").parameter("prompt", "consent") })
    private val ONLINE = quirks(RequestOptions.NONE)

    /**
     * Returns the preset for clients that continue when the user has left: each browser login asks for consent and issues a
     * refresh token.
     */
    @JvmStatic
    public fun offline(): Provider = providerWith(OFFLINE)

    /** Returns the preset for clients that need nothing after the access token has expired. */
    @JvmStatic
    public fun online(): Provider = providerWith(ONLINE)

    private fun quirks(defaults: RequestOptions) =
        ProviderQuirks(
            // "OAuth 2.0 for TV and Limited-Input Device Applications": step 1 takes client_id and scope, step 4 the secret too.
            deviceLogin = DeviceLoginCredentials.WHEN_POLLING,
            authorization = AuthorizationParameterNames(defaults),
        )

    private fun providerWith(quirks: ProviderQuirks) = Provider("Google", "https://accounts.google.com", quirks = quirks)
}
