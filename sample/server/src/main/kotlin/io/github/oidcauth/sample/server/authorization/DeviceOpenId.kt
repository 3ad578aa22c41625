package io.github.oidcauth.sample.server.authorization

import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames
import org.springframework.security.oauth2.core.oidc.OidcScopes
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken

/**
 * Lets a device ask for the scope `openid`, as py-oidc-auth always does. Spring Authorization Server refuses it there, other
 * providers grant it; so the scope is held back from Spring's check and put into what the check has stored.
 */
internal class DeviceOpenId(
    private val delegate: AuthenticationProvider,
    private val authorizations: OAuth2AuthorizationService,
) : AuthenticationProvider {
    override fun authenticate(authentication: Authentication): Authentication? {
        val request = authentication as OAuth2DeviceAuthorizationRequestAuthenticationToken
        if (OidcScopes.OPENID !in request.scopes) return delegate.authenticate(request)
        val reduced =
            OAuth2DeviceAuthorizationRequestAuthenticationToken(
                request.principal as Authentication,
                request.authorizationUri.orEmpty(),
                request.scopes - OidcScopes.OPENID,
                request.additionalParameters,
            )
        val response = delegate.authenticate(reduced) as OAuth2DeviceAuthorizationRequestAuthenticationToken
        val deviceCode = checkNotNull(response.deviceCode) { "A device authorization without a device code." }
        val stored =
            checkNotNull(authorizations.findByToken(deviceCode.tokenValue, OAuth2TokenType(OAuth2ParameterNames.DEVICE_CODE))) {
                "A device authorization that was not stored."
            }
        authorizations.save(
            OAuth2Authorization.from(stored).attribute(OAuth2ParameterNames.SCOPE, HashSet(request.scopes)).build(),
        )
        return response
    }

    override fun supports(authentication: Class<*>): Boolean = delegate.supports(authentication)
}
