package io.github.oidcauth.providers

import io.github.oidcauth.internal.endpoints.AuthorizationParameterNames
import io.github.oidcauth.internal.endpoints.DeviceLoginCredentials
import io.github.oidcauth.internal.endpoints.ProviderQuirks
import io.github.oidcauth.oauth2.RequestOptions
import kotlin.jvm.JvmStatic

/**
 * Google. A client for device logins has a secret that is no secret, and has to send it when polling.
 *
 * There is no scope `offline_access`. A login in the browser brings a refresh token when the request says `access_type=offline`
 * and the user consents, and the response to a refresh never has another one.
 */
public object Google {
    /** "Using OAuth 2.0 for Web Server Applications": access_type, prompt. */
    private val OFFLINE = quirks(RequestOptions { parameter("access_type", "offline").parameter("prompt", "consent") })
    private val ONLINE = quirks(RequestOptions.NONE)

    /** For clients that go on when the user has left: each login in the browser asks for consent and brings a refresh token. */
    @JvmStatic
    public fun offline(): Provider = providerWith(OFFLINE)

    /** For clients that need nothing once the access token has expired. */
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
