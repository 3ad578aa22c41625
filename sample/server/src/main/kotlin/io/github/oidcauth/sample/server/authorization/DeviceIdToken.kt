package io.github.oidcauth.sample.server.authorization

import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.oidc.OidcIdToken
import org.springframework.security.oauth2.core.oidc.OidcScopes
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames
import org.springframework.security.oauth2.jwt.Jwt
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import java.security.Principal

/**
 * Adds an ID token to a device login with the scope `openid`. Spring's userinfo endpoint and its refresh both look for one.
 */
internal class DeviceIdToken(
    private val delegate: AuthenticationProvider,
    private val authorizations: OAuth2AuthorizationService,
    private val tokens: OAuth2TokenGenerator<*>,
) : AuthenticationProvider {
    override fun authenticate(authentication: Authentication): Authentication? {
        val response = delegate.authenticate(authentication) as OAuth2AccessTokenAuthenticationToken
        if (OidcScopes.OPENID !in response.accessToken.scopes) return response
        val stored =
            checkNotNull(authorizations.findByToken(response.accessToken.tokenValue, OAuth2TokenType.ACCESS_TOKEN)) {
                "A device login that was not stored."
            }
        val context =
            DefaultOAuth2TokenContext
                .builder()
                .registeredClient(response.registeredClient)
                .principal(checkNotNull(stored.getAttribute(Principal::class.java.name)) { "A device login of nobody." })
                .authorizationServerContext(AuthorizationServerContextHolder.getContext())
                .authorization(stored)
                .authorizedScopes(stored.authorizedScopes)
                .tokenType(OAuth2TokenType(OidcParameterNames.ID_TOKEN))
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                .authorizationGrant(authentication as OAuth2AuthorizationGrantAuthenticationToken)
                .build()
        val jwt = tokens.generate(context) as Jwt
        val idToken = OidcIdToken(jwt.tokenValue, jwt.issuedAt, jwt.expiresAt, jwt.claims)
        authorizations.save(
            OAuth2Authorization
                .from(stored)
                .token(idToken) { it[OAuth2Authorization.Token.CLAIMS_METADATA_NAME] = idToken.claims }
                .build(),
        )
        return OAuth2AccessTokenAuthenticationToken(
            response.registeredClient,
            response.principal as Authentication,
            response.accessToken,
            response.refreshToken,
            response.additionalParameters + (OidcParameterNames.ID_TOKEN to idToken.tokenValue),
        )
    }

    override fun supports(authentication: Class<*>): Boolean = delegate.supports(authentication)
}
