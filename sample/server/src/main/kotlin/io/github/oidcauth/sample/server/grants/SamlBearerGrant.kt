package io.github.oidcauth.sample.server.grants

import io.github.oidcauth.sample.server.authorization.OneTimeIds
import io.github.oidcauth.sample.server.authorization.User
import io.github.oidcauth.sample.server.saml.SamlAssertionCheck
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import java.util.Base64

/** The same as [JwtBearerGrant] with an older sort of assertion (RFC 7522 §2.1, §3). */
internal class SamlBearerGrant(
    tokens: TokenIssue,
    private val check: SamlAssertionCheck,
) : ExtensionGrantProvider(GrantTypes.SAML2_BEARER, tokens) {
    private val seen = OneTimeIds()

    override fun grant(
        request: ExtensionGrant,
        client: RegisteredClient,
    ): Granted {
        val assertion =
            try {
                Base64.getUrlDecoder().decode(request.required("assertion"))
            } catch (_: IllegalArgumentException) {
                throw invalidGrant()
            }
        val scopes = scopes(request.parameter("scope"), client)
        val said = check.read(assertion) ?: throw invalidGrant()
        val user = User.named(said.subject)
        // Last: an assertion that is refused for another reason does not use up its identifier.
        if (user == null || !seen.use(said.id, said.expiresAt)) throw invalidGrant()
        return Granted(user, scopes, refreshable = false)
    }
}
