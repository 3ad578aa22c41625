package io.github.oidcauth.sample.server.authorization

import org.springframework.security.oauth2.core.OAuth2RefreshToken
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator
import java.security.SecureRandom
import java.time.Instant
import java.util.Base64

/** Refresh tokens for public clients too, which get none from Spring's own generator after a code login. */
internal object RefreshTokens : OAuth2TokenGenerator<OAuth2RefreshToken> {
    private val randomness = SecureRandom()

    override fun generate(context: OAuth2TokenContext): OAuth2RefreshToken? {
        if (context.tokenType != OAuth2TokenType.REFRESH_TOKEN) return null
        val now = Instant.now()
        val value = Base64.getUrlEncoder().withoutPadding().encodeToString(ByteArray(72).also(randomness::nextBytes))
        return OAuth2RefreshToken(value, now, now + context.registeredClient.tokenSettings.refreshTokenTimeToLive)
    }
}
