package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.internal.sources.ReadyTokens
import io.github.oidcauth.internal.tokenstore.StoreChanges
import kotlin.concurrent.Volatile
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * The token of one configuration: from the store, else by a refresh, else by a login of the user.
 *
 * A token that was found is returned for [MEMORY] without reading the store again, so that a call for each request costs nothing.
 * A token that this process removes or replaces is not returned from then on, one that another process removes for [MEMORY] at
 * most. A server that fails gets the next request after [MEMORY]. Thread-safe, without a lock: concurrent callers share refreshes
 * and prompts, as those of `authenticate` do.
 */
internal class LoginTokenSource(
    private val name: String,
    private val autoOpen: Boolean,
    private val changes: StoreChanges,
    private val timeSource: TimeSource,
    /**
     * Returns the session of the configuration, which may be another one after a long time, or one whose logins fulfil a demand.
     */
    private val session: (LoginDemand?) -> LoginSession,
) : TokenSource,
    ReadyTokens {
    private class Copy(
        val token: Token,
        val version: Long,
        val readAt: TimeMark,
        val isUnexpired: (Token) -> Boolean,
    )

    /** A refresh that the server or the network failed, for callers whose token was [rejected]. */
    private class Failed(
        val rejected: Token,
        val failure: AuthException,
        val version: Long,
        val at: TimeMark,
    )

    /** A login that this source has caused, because the token may not say how the user has logged in. */
    private class Fulfilled(
        val demand: LoginDemand,
        val token: Token,
        val at: TimeMark,
    )

    @Volatile
    private var copy: Copy? = null

    @Volatile
    private var failed: Failed? = null

    @Volatile
    private var fulfilled: Fulfilled? = null

    override suspend fun token(rejected: Token?): Token {
        readyToken(rejected)?.let { return it }
        // Read before the store: a change that is made meanwhile then ends the copy.
        val version = changes.version
        val readAt = timeSource.markNow()
        val session = session(null)
        val login: suspend (TokenSink) -> Token = { session.login(autoOpen, it) }
        val acquirer = session.acquirer
        val token = if (rejected == null) acquirer.obtain(force = false, login) else obtainOther(rejected, acquirer, login)
        copy = Copy(token, version, readAt, acquirer::isUnexpired)
        return token
    }

    /** Sends one request in [MEMORY] to a server that fails, and not one for each token that an API has refused. */
    private suspend fun obtainOther(
        rejected: Token,
        acquirer: TokenAcquirer,
        login: suspend (TokenSink) -> Token,
    ): Token {
        val version = changes.version
        val last = failed?.takeIf { it.version == version && it.at.elapsedNow() < MEMORY }
        if (last != null && last.rejected.hasAccessTokenOf(rejected)) throw last.failure
        return try {
            acquirer.obtainOther(rejected, login)
        } catch (e: AuthException) {
            if (RefreshFlights.isOfServer(e)) failed = Failed(rejected, e, version, timeSource.markNow())
            throw e
        }
    }

    override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? {
        val demand = LoginDemand.of(challenge)
        val session = session(demand)
        return try {
            val token = session.acquirer.stepUp(rejected, demand, ::isKnownToFulfil) { session.login(autoOpen, it) }
            fulfilled =
                fulfilled?.takeIf { it.demand == demand && it.token == token } ?: Fulfilled(demand, token, timeSource.markNow())
            token
        } catch (_: InteractionRequiredException) {
            null
        }
    }

    private fun isKnownToFulfil(
        token: Token,
        demand: LoginDemand,
    ): Boolean {
        val last = fulfilled ?: return false
        val isRecent = demand.maxAge == null || last.at.elapsedNow() <= demand.maxAge + TokenRenewal.CALL_LEEWAY
        return last.demand == demand && last.token.hasAccessTokenOf(token) && isRecent
    }

    override fun readyToken(rejected: Token?): Token? {
        val current = copy ?: return null
        val isNew = current.version == changes.version && current.readAt.elapsedNow() < MEMORY
        return current.token.takeIf { isNew && current.isUnexpired(it) && !it.hasAccessTokenOf(rejected) }
    }

    override fun toString(): String = "TokenSource($name)"

    private companion object {
        val MEMORY = 1.seconds
    }
}
