package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.acquisition.RefreshFlights.Purpose
import io.github.oidcauth.internal.acquisition.RefreshFlights.Result
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.tokens.isGood
import io.github.oidcauth.internal.tokenstore.StoreKeyLock
import kotlin.time.Clock
import kotlin.time.Duration

/**
 * The refreshes of one configuration. Its callers share them, and callers with other configurations share them as well if they
 * have the same store and key and the result is suitable.
 */
internal class SharedRefreshes(
    private val storeKey: Prompts.StoreKey,
    private val flights: RefreshFlights,
    private val keyLock: StoreKeyLock,
    private val server: LoginServer,
    private val minTtl: Duration,
    private val clock: Clock,
) {
    /** The leader of a flight. A caller with the same server and no longer minTtl would get the same result. */
    private class Leader(
        val server: LoginServer,
        val minTtl: Duration,
    )

    private val me = Leader(server, minTtl)

    /**
     * Returns the result of [action] under the lock of the key, run by this caller or another: a token that is valid for as long
     * as this configuration requires, or none when a login is needed.
     */
    suspend fun shareGood(action: suspend (publish: (RefreshResult) -> Unit) -> Unit): RefreshResult =
        join(Purpose.USABLE, ::isEnough, action)

    /**
     * Returns the result of [action] under the lock of the key, run by this caller or another: a token that is newer than [seen].
     */
    suspend fun shareNewer(
        seen: Token,
        action: suspend (publish: (RefreshResult) -> Unit) -> Unit,
    ): Token = checkNotNull(join(Purpose.NEWER, { isNewer(it, seen) }, action).token)

    /**
     * Returns the result of [action] under the lock of the key, run by this caller or another: another token than [rejected], or
     * none when a login is needed.
     */
    suspend fun shareUnrejected(
        rejected: Token,
        action: suspend (publish: (RefreshResult) -> Unit) -> Unit,
    ): RefreshResult = join(Purpose.UNREJECTED, { isNewer(it, rejected) }, action)

    /**
     * Returns the token that [action] gets for [refreshToken] under the lock of the key, run by this caller or another with the
     * same refresh token.
     */
    suspend fun shareExchange(
        refreshToken: String,
        action: suspend (publish: (RefreshResult) -> Unit) -> Unit,
    ): Token = checkNotNull(join(Purpose.EXCHANGE, ::isAccepted, action, refreshToken).token)

    private suspend fun join(
        purpose: Purpose,
        isSuitable: (Result) -> Boolean,
        action: suspend (publish: (RefreshResult) -> Unit) -> Unit,
        refreshToken: String? = null,
    ): RefreshResult {
        val result = flights.join(storeKey, purpose, isSuitable, refreshToken) { publish -> lead(action, publish) }
        result.failure?.let { throw it }
        return checkNotNull(result.outcome)
    }

    /** Leads the flight. The result under the lock counts even if the leader is cancelled while it releases the lock. */
    private suspend fun lead(
        action: suspend (publish: (RefreshResult) -> Unit) -> Unit,
        publish: (Result) -> Unit,
    ) {
        try {
            keyLock.withLock {
                try {
                    action { publish(Result(me, it)) }
                } catch (e: AuthException) {
                    publish(Result(me, failure = e))
                }
            }
        } catch (e: AuthException) {
            publish(Result(me, failure = e))
        }
    }

    private fun isEnough(result: Result): Boolean {
        val leader = result.leader as Leader
        if (leader.server === server && minTtl <= leader.minTtl) return true
        val token = result.outcome?.token ?: return result.isSharedFailure
        return server.accepts(token) && token.isGood(clock.now(), minTtl)
    }

    private fun isAccepted(result: Result): Boolean {
        if ((result.leader as Leader).server === server) return true
        return result.outcome?.token?.let(server::accepts) ?: result.isSharedFailure
    }

    private fun isNewer(
        result: Result,
        seen: Token,
    ): Boolean {
        val isOurs = (result.leader as Leader).server === server
        val token = result.outcome?.token ?: return isOurs || result.isSharedFailure
        val isRefreshed = token.accessToken != seen.accessToken || result.outcome.refreshed == seen
        return isRefreshed && (isOurs || server.accepts(token))
    }
}
