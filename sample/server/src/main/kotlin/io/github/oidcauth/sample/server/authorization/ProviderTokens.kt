package io.github.oidcauth.sample.server.authorization

import com.nimbusds.jose.jwk.source.JWKSource
import com.nimbusds.jose.proc.SecurityContext
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.OAuth2Token
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AccessTokenResponseAuthenticationSuccessHandler
import java.time.Duration
import java.time.Instant

/** Makes the provider's tokens. Access tokens carry the user's names, as those of Keycloak do. */
internal fun providerTokens(keys: JWKSource<SecurityContext>): OAuth2TokenGenerator<OAuth2Token> {
    val jwts = JwtGenerator(NimbusJwtEncoder(keys))
    jwts.setJwtCustomizer(::addClaims)
    return DelegatingOAuth2TokenGenerator(jwts, RefreshTokens)
}

private fun addClaims(context: JwtEncodingContext) {
    val principal = checkNotNull(context.getPrincipal<Authentication>()) { "A token for nobody." }
    // A service that acts for itself is not a user.
    User.named(principal.name)?.claims(context.authorizedScopes)?.forEach { (name, value) -> context.claims.claim(name, value) }
    if (context.tokenType == OAuth2TokenType.ACCESS_TOKEN) AccessTokenClaims.add(context)
}

/** Adds what Keycloak adds: how long the refresh token lives. */
internal fun tokenResponse(): OAuth2AccessTokenResponseAuthenticationSuccessHandler =
    OAuth2AccessTokenResponseAuthenticationSuccessHandler().apply {
        setAccessTokenResponseCustomizer { context ->
            val token: OAuth2AccessTokenAuthenticationToken = context.getAuthentication()
            val expiry = token.refreshToken?.expiresAt
            if (expiry != null) {
                val responded =
                    token.additionalParameters + ("refresh_expires_in" to Duration.between(Instant.now(), expiry).seconds)
                context.accessTokenResponse.additionalParameters(responded)
            }
        }
    }
