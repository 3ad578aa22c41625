package io.github.oidcauth.cli.discovery

import io.github.oidcauth.cli.Version
import io.github.oidcauth.cli.api.ApiTarget
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.ApiResponse

/** Finds out if a host is an application with py-oidc-auth, by requests without a token that change nothing. */
internal class ApplicationProbe(
    private val caFile: String?,
) {
    /** Returns the application at [baseUrl], or null if there is none. @throws io.github.oidcauth.AuthException if none responds. */
    suspend fun find(baseUrl: String): Application? {
        val api =
            ApiClient(baseUrl) {
                caFile = this@ApplicationProbe.caFile
                userAgent = "oidc-auth/${Version.TEXT}"
                expectSuccess = false
            }
        val login = api.get("auth/v2/login") { query("redirect_uri", REDIRECT) }
        val provider = providerOf(login) ?: return null
        return Application(
            baseUrl,
            provider,
            hasDeviceRoute = api.get("auth/v2/device").statusCode == METHOD_NOT_ALLOWED,
            hasUserInfo = api.get("auth/v2/userinfo").statusCode in REFUSALS,
            isBroker = api.get("auth/v2/.well-known/jwks.json").isSuccess,
        )
    }

    /** Returns the origin of the identity provider that [login] leads to, if its `state` is one of py-oidc-auth's. */
    private fun providerOf(login: ApiResponse): String? {
        val location = login.header("location")?.takeIf { login.statusCode in REDIRECTS } ?: return null
        val state = location.substringAfter('?', "").split('&').find { it.startsWith("state=") } ?: return null
        val isTheirs = state.split("%7C", "%7c", "|").size >= PARTS_OF_STATE
        return if (isTheirs && "://" in location) ApiTarget.originOf(location) else null
    }

    /** An application with py-oidc-auth. */
    class Application(
        val baseUrl: String,
        /** The origin of its identity provider, as the application names it: untrusted text. */
        val provider: String,
        val hasDeviceRoute: Boolean,
        val hasUserInfo: Boolean,
        /** True if it issues tokens of its own, false if it passes on those of the provider. */
        val isBroker: Boolean,
    )

    private companion object {
        const val REDIRECT = "http://localhost:53100/callback"
        const val METHOD_NOT_ALLOWED = 405
        const val PARTS_OF_STATE = 3
        val REFUSALS = setOf(401, 403, 422)
        val REDIRECTS = 300..399
    }
}
