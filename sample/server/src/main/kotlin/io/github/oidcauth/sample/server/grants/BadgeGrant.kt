package io.github.oidcauth.sample.server.grants

import io.github.oidcauth.sample.server.authorization.User
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient

/**
 * Issues a token to the wearer of a user's badge: an example of a company's own grant for its doors and tills (RFC 6749
 * §4.5).
 */
internal class BadgeGrant(
    tokens: TokenIssue,
) : ExtensionGrantProvider(GrantTypes.BADGE, tokens) {
    override fun grant(
        request: ExtensionGrant,
        client: RegisteredClient,
    ): Granted {
        val badge = request.required("badge")
        val user = User.everyone.firstOrNull { it.badge == badge } ?: throw invalidGrant()
        return Granted(user, scopes(request.parameter("scope"), client), refreshable = false)
    }
}
