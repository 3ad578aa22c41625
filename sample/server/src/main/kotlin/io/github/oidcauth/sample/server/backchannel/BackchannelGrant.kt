package io.github.oidcauth.sample.server.backchannel

import io.github.oidcauth.sample.server.grants.ExtensionGrant
import io.github.oidcauth.sample.server.grants.ExtensionGrantProvider
import io.github.oidcauth.sample.server.grants.GrantTypes
import io.github.oidcauth.sample.server.grants.TokenIssue
import org.springframework.security.oauth2.core.OAuth2AuthenticationException
import org.springframework.security.oauth2.core.OAuth2Error
import org.springframework.security.oauth2.core.OAuth2ErrorCodes
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient
import java.time.Clock
import java.time.Duration

/**
 * The token request of a client that polls or was pinged (CIBA Core 1.0 §10.1, errors §11). The first poll may come at once, each
 * later one [interval] after the one before; that grows for the client only, as with devices.
 */
internal class BackchannelGrant(
    tokens: TokenIssue,
    private val requests: BackchannelRequests,
    private val interval: Duration,
    private val clock: Clock,
) : ExtensionGrantProvider(GrantTypes.CIBA, tokens) {
    override fun grant(
        request: ExtensionGrant,
        client: RegisteredClient,
    ): Granted {
        val pending = requests[request.required("auth_req_id")]
        if (pending == null || pending.clientId != client.clientId) throw invalidGrant()
        if (pending.expiresAt <= clock.instant()) throw error("expired_token")
        when (pending.current()) {
            BackchannelRequest.Decision.ALLOWED -> if (!requests.take(pending)) throw invalidGrant()
            BackchannelRequest.Decision.REFUSED -> throw error(OAuth2ErrorCodes.ACCESS_DENIED)
            BackchannelRequest.Decision.NONE -> throw error(waiting(pending))
        }
        return Granted(pending.user, pending.scopes, refreshable = true)
    }

    private fun waiting(pending: BackchannelRequest): String {
        val sinceLast = pending.poll(System.nanoTime())
        return if (sinceLast != null && sinceLast < interval.toNanos()) "slow_down" else "authorization_pending"
    }

    private fun error(code: String) = OAuth2AuthenticationException(OAuth2Error(code))
}
