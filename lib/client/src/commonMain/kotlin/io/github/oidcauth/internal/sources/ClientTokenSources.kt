// Tested by GrantTokenSourcesTest.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.internal.client.GrantEvents
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.Grant
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions

/** Creates the sources of one client. */
internal class ClientTokenSources(
    private val protocol: ProtocolClient,
    private val events: GrantEvents,
    private val services: SourceServices,
) {
    private val name = "client ${protocol.config.clientId}"

    /** Returns a source of tokens for [grant], which needs no polling. */
    fun ofGrant(
        grant: Grant,
        options: TokenSourceOptions,
    ): TokenSource {
        val reports = FailureReports(options.failureListener)
        val grants = sender(reports)
        val beginning =
            when (grant) {
                is AuthorizationCodeGrant -> SingleGrant(grants, grant, "The authorization code")
                is RefreshTokenGrant -> SingleGrant(grants, grant, "The refresh token")
                else -> RepeatableGrant(grants) { grant }
            }
        val issuance = GrantIssuance(grants, beginning, refreshOptions(grant), services.clock)
        return services.source(name, issuance, options, reports) { keys().of(grant) }
    }

    /** Returns a source of tokens for the grants that [make] makes, one for each request. */
    fun ofGrants(
        options: TokenSourceOptions,
        make: suspend () -> Grant,
    ): TokenSource {
        val reports = FailureReports(options.failureListener)
        val grants = sender(reports)
        val issuance = GrantIssuance(grants, RepeatableGrant(grants, make), RequestOptions.NONE, services.clock)
        return services.source(name, issuance, options, reports) { throw SourceKey.missing("of grants that are made anew") }
    }

    /**
     * Returns a source of tokens for [grant], for which a user logs in elsewhere. [poll] makes the function that waits for the user,
     * and that notifies of the token.
     */
    fun ofLogin(
        grant: Grant,
        options: TokenSourceOptions,
        poll: (notifyObtained: suspend (Token) -> Unit) -> suspend (isOver: suspend () -> Boolean) -> Token?,
    ): TokenSource {
        val reports = FailureReports(options.failureListener)
        val grants = sender(reports)
        val beginning = UserLoginElsewhere("The login on another device", poll { grants.notifyObtained(grant, it) })
        val issuance = GrantIssuance(grants, beginning, refreshOptions(grant), services.clock)
        return services.source(name, issuance, options, reports) { keys().of(grant) }
    }

    /** Returns a source that begins with [token], and refreshes it if it has a refresh token. */
    fun ofToken(
        token: Token,
        options: TokenSourceOptions,
    ): TokenSource {
        val reports = FailureReports(options.failureListener)
        val issuance = GrantIssuance(sender(reports), NoBeginning, RequestOptions.NONE, services.clock)
        return services.source(name, issuance, options, reports, seed = token) {
            if (token.refreshToken == null) throw SourceKey.missing("without a refresh token")
            keys().of(RefreshTokenGrant(token))
        }
    }

    private fun sender(reports: FailureReports) = GrantSender(protocol.tokens, events, reports)

    private fun keys(): SourceKey {
        val server = protocol.metadata.issuer ?: protocol.metadata.tokenEndpoint.orEmpty()
        return SourceKey(server, protocol.config.clientId, protocol.context.jose.digest)
    }

    /**
     * Returns the options of later refreshes. Scope and parameters of the grant's own were for its request: the token has the scope
     * that was granted, which may be less (RFC 6749 §6). Resources are named each time (RFC 8707 §2.2).
     */
    private fun refreshOptions(grant: Grant): RequestOptions? =
        when (grant) {
            // RFC 6749 §4.4.3: "A refresh token SHOULD NOT be included."
            is ClientCredentialsGrant -> null

            is RefreshTokenGrant -> grant.options

            else -> grant.options.forRefresh()
        }
}
