package io.github.oidcauth.sample.server.grants

import io.github.oidcauth.sample.server.authorization.Scopes
import io.github.oidcauth.sample.server.authorization.User
import org.springframework.security.authentication.AuthenticationProvider
import org.springframework.security.core.Authentication
import org.springframework.security.oauth2.core.AuthorizationGrantType
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient

/** Responds to token requests of one grant: the client is known, and [grant] finds out the user and the scopes. */
internal abstract class ExtensionGrantProvider(
    private val type: AuthorizationGrantType,
    private val tokens: TokenIssue,
) : AuthenticationProvider {
    /** The user and the scopes of the new token. */
    class Granted(
        val user: User,
        val scopes: Set<String>,
        val refreshable: Boolean,
    )

    final override fun authenticate(authentication: Authentication): Authentication? {
        val request = authentication as ExtensionGrant
        if (request.grantType != type) return null
        val client =
            (request.principal as? OAuth2ClientAuthenticationToken)?.takeIf { it.isAuthenticated }?.registeredClient
                ?: throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT)
        if (type !in client.authorizationGrantTypes) throw OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT)
        return tokens.issue(request, client) { grant(request, client) }
    }

    final override fun supports(authentication: Class<*>): Boolean = ExtensionGrant::class.java.isAssignableFrom(authentication)

    protected abstract fun grant(
        request: ExtensionGrant,
        client: RegisteredClient,
    ): Granted

    protected fun invalidGrant(): OAuth2AuthenticationException = OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_GRANT)

    companion object {
        /** Returns the requested scopes, as far as the client may have them from a user. */
        fun scopes(
            asked: String?,
            client: RegisteredClient,
        ): Set<String> {
            val possible = client.scopes intersect (Scopes.ofUsers + Scopes.ofServices)
            if (asked == null) return possible intersect Scopes.ofUsers
            val scopes = asked.split(' ').filterTo(linkedSetOf()) { it.isNotEmpty() }
            if (!possible.containsAll(scopes)) throw OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE)
            return scopes
        }
    }
}
