package io.github.oidcauth.sample.server.authorization

import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.ClientAuthenticationMethod
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken

/**
 * Refreshes a token that is bound to a key of a public client only with a proof (RFC 9449 §5). Spring compares the keys if
 * there is a proof, and accepts a request without one.
 */
internal class BoundRefresh(
    private val delegate: AuthenticationProvider,
    private val authorizations: OAuth2AuthorizationService,
) : AuthenticationProvider {
    override fun authenticate(authentication: Authentication): Authentication? {
        val refresh = authentication as OAuth2RefreshTokenAuthenticationToken
        val client = refresh.principal as? OAuth2ClientAuthenticationToken
        val isPublic = client?.clientAuthenticationMethod == ClientAuthenticationMethod.NONE
        if (isPublic && "dpop_proof" !in refresh.additionalParameters && isBound(refresh.refreshToken)) {
            throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_DPOP_PROOF)
        }
        return delegate.authenticate(authentication)
    }

    private fun isBound(refreshToken: String): Boolean =
        authorizations
            .findByToken(refreshToken, OAuth2TokenType.REFRESH_TOKEN)
            ?.accessToken
            ?.claims
            .orEmpty()
            .containsKey("cnf")

    override fun supports(authentication: Class<*>): Boolean = delegate.supports(authentication)
}
