package io.github.oidcauth.sample.server.authorization

import io.github.oidcauth.sample.server.web.Origin
import jakarta.servlet.http.HttpServletRequest
import jakarta.servlet.http.HttpServletResponse
import org.springframework.security.core.Authentication
import org.springframework.security.core.AuthenticationException
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken
import org.springframework.security.web.authentication.AuthenticationFailureHandler
import org.springframework.security.web.authentication.AuthenticationSuccessHandler
import org.springframework.web.util.UriComponentsBuilder
import org.springframework.web.util.UriUtils

/** The authorization response (RFC 6749 §4.1.2), good or bad, with the `iss` of RFC 9207 that Spring's own leaves out. */
internal class AuthorizationResponse(
    private val origin: Origin,
) : AuthenticationSuccessHandler,
    AuthenticationFailureHandler {
    override fun onAuthenticationSuccess(
        request: HttpServletRequest,
        response: HttpServletResponse,
        authentication: Authentication,
    ) {
        val granted = authentication as OAuth2AuthorizationCodeRequestAuthenticationToken
        val redirectUri = checkNotNull(granted.redirectUri) { "A granted login without a place to go." }
        respond(response, redirectUri, "code" to granted.authorizationCode?.tokenValue, "state" to granted.state)
    }

    override fun onAuthenticationFailure(
        request: HttpServletRequest,
        response: HttpServletResponse,
        exception: AuthenticationException,
    ) {
        val error = (exception as OAuth2AuthenticationException).error
        val failure = exception as? OAuth2AuthorizationCodeRequestAuthenticationException
        val refused = failure?.authorizationCodeRequestAuthentication
        val redirectUri = refused?.redirectUri
        // Without a redirect URI that is known to be the client's, nothing may be sent there (RFC 6749 §4.1.2.1).
        if (redirectUri.isNullOrEmpty()) return response.sendError(HttpServletResponse.SC_BAD_REQUEST)
        respond(
            response,
            redirectUri,
            "error" to error.errorCode,
            "error_description" to error.description,
            "error_uri" to error.uri,
            "state" to refused.state,
        )
    }

    private fun respond(
        response: HttpServletResponse,
        redirectUri: String,
        vararg parameters: Pair<String, String?>,
    ) {
        val target = UriComponentsBuilder.fromUriString(redirectUri)
        for ((name, value) in listOf(*parameters, "iss" to origin.url)) {
            if (!value.isNullOrEmpty()) target.queryParam(name, UriUtils.encode(value, Charsets.UTF_8))
        }
        // true: what is in there has been encoded.
        response.sendRedirect(target.build(true).toUriString())
    }
}
