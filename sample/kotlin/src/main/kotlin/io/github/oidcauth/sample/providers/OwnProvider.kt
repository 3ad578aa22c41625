package io.github.oidcauth.sample.providers

import io.github.oidcauth.oauth2.ServerMetadata
import io.github.oidcauth.providers.Provider

/** Returns the preset of a provider that this library has none for. */
fun acme(tenant: String): Provider =
    Provider("Acme", "https://$tenant.acme.example") {
        // Its metadata do not mention device logins, which accept public clients alone.
        unpublishedMetadata(ServerMetadata { deviceAuthorizationEndpoint("https://$tenant.acme.example/device") })
        publicDeviceLogins()
        errorCode("token_gone", "invalid_grant")
        scopeSeparator(',')
        parameterName("login_hint", "login")
    }
