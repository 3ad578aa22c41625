package io.github.oidcauth.sample.server.grants

import io.github.oidcauth.sample.server.authorization.PlainSecrets
import io.github.oidcauth.sample.server.authorization.User
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient

/** The password grant (RFC 6749 §4.3), which must not be used any more (RFC 9700 §2.4), for testing a client that supports it. */
internal class PasswordGrant(
    tokens: TokenIssue,
) : ExtensionGrantProvider(GrantTypes.PASSWORD, tokens) {
    override fun grant(
        request: ExtensionGrant,
        client: RegisteredClient,
    ): Granted {
        val user = User.named(request.required("username"))
        val password = request.required("password")
        if (user == null || !PlainSecrets.matches(password, user.password)) throw invalidGrant()
        return Granted(user, scopes(request.parameter("scope"), client), refreshable = true)
    }
}
