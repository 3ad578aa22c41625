package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator
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
            if (!accepts(request.redirectUri)) {
                OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR.accept(context)
            }
        }.andThen(OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_SCOPE_VALIDATOR)

    fun accepts(redirectUri: String?): Boolean {
        val uri =
            try {
                URI(redirectUri ?: return false)
            } catch (_: URISyntaxException) {
                return false
            }
        val portless = "${uri.scheme}://${uri.host}${uri.rawPath}"
        return portless in registered && uri.rawUserInfo == null && uri.rawQuery == null && uri.rawFragment == null
    }
}
