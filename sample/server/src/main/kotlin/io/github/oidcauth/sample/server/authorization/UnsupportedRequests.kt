package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken
import java.util.function.Consumer

/** Refuses requests that the metadata do not offer; Spring would ignore the parameter. */
internal object UnsupportedRequests : Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {
    override fun accept(context: OAuth2AuthorizationCodeRequestAuthenticationContext) {
        val request: OAuth2AuthorizationCodeRequestAuthenticationToken = context.getAuthentication()
        val error =
            when {
                // OpenID Connect Core 1.0 §3.1.2.6.
                "request" in request.additionalParameters -> "request_not_supported"

                request.additionalParameters.getOrDefault("response_mode", "query") != "query" -> OAuth2ErrorCodes.INVALID_REQUEST

                else -> return
            }
        throw OAuth2AuthorizationCodeRequestAuthenticationException(OAuth2Error(error), request)
    }
}
