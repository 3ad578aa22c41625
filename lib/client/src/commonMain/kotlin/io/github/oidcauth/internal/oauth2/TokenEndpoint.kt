package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.internal.protocol.Renewal
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.RefreshTokenGrant

/** Asks for tokens (RFC 6749 §3.2). */
internal class TokenEndpoint(
    private val caller: EndpointCaller,
    private val wire: Wire,
) {
    /** Sent once: a grant that buys a token once has been used even when no answer arrives. */
    suspend fun token(grant: Grant): Token {
        val exchange = caller.post(Endpoint.TOKEN, listOf("grant_type" to grant.grantType) + grant.parameters, grant.options)
        val token = TokenAnswers.judge(exchange.answer, wire.clock.now(), exchange.secrets)
        val previous = (grant as? RefreshTokenGrant)?.previous ?: return token
        return Renewal.merge(previous, token)
    }
}
