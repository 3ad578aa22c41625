package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationContext
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationValidator
import java.net.URI
import java.net.URISyntaxException
import java.util.function.Consumer

/**
 * Redirects to the machine the browser runs on. Their port is chosen by the tool at the time of the login, so any port matches
 * (RFC 8252 §7.3). Spring Authorization Server grants this to IP literals only; the Python client redirects to `localhost`.
 */
internal object LoopbackRedirects {
    val registered: Set<String> = setOf("http://localhost/callback", "http://127.0.0.1/callback", "http://[::1]/callback")

    val validator: Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> =
        Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> { context ->
            val request: OAuth2AuthorizationCodeRequestAuthenticationToken = context.getAuthentication()
            if (!accepts(request.redirectUri, context.registeredClient.redirectUris)) {
                OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR.accept(context)
            }
        }.andThen(OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR)

    /** The same freedom for the way back from a logout. */
    val logoutValidator: Consumer<OidcLogoutAuthenticationContext> =
        Consumer { context ->
            val request: OidcLogoutAuthenticationToken = context.getAuthentication()
            if (!accepts(request.postLogoutRedirectUri, context.registeredClient.postLogoutRedirectUris)) {
                OidcLogoutAuthenticationValidator.DEFAULT_POST_LOGOUT_REDIRECT_URI_VALIDATOR.accept(context)
            }
        }

    /** Returns true if the [uri] is one of these, and the client has registered one of these. */
    fun accepts(
        uri: String?,
        ofClient: Set<String>,
    ): Boolean {
        val parsed =
            try {
                URI(uri ?: return false)
            } catch (_: URISyntaxException) {
                return false
            }
        val portless = "${parsed.scheme}://${parsed.host}${parsed.rawPath}"
        val bare = parsed.rawUserInfo == null && parsed.rawQuery == null && parsed.rawFragment == null
        return bare && portless in registered && portless in ofClient
    }
}
