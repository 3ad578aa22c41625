// Tested by TokenAcquirerTest.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.text.shellWord
import io.github.oidcauth.internal.tokens.TokenRefresh
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.StoreKeyLock
import io.github.oidcauth.internal.transport.RedactedEngineException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kotlin.time.Clock

/** Refreshes the stored token of one key. Concurrent callers share one refresh. */
internal class TokenRefresher(
    private val stored: StoredTokenFinder,
    private val server: LoginServer,
    private val clock: Clock,
    storeKey: Prompts.StoreKey,
    flights: RefreshFlights,
    private val inFlightWrites: InFlightWrites,
    private val events: TokenEvents,
    private val writer: TokenWriter,
) {
    private val key = stored.key
    private val storedLifetime = StoredTokenLifetime(stored.store, key)
    private val keyLock = StoreKeyLock(key, stored.store)
    private val refreshes = SharedRefreshes(storeKey, flights, keyLock, server, stored.minTtl, clock)

    /**
     * Refreshes [known], unless another caller does so meanwhile. The result has no token when only a login helps. It is not the
     * token that an API has [rejected].
     */
    suspend fun refreshShared(
        known: Token,
        rejected: Token? = null,
    ): RefreshResult =
        try {
            val action: suspend ((RefreshResult) -> Unit) -> Unit = { publish ->
                val current = stored.findAccepted()
                // Another caller refreshed it while this one waited.
                val isDone = current == null || (stored.isGood(current) && !current.hasAccessTokenOf(rejected))
                publish(if (isDone) RefreshResult(current) else renew(current, rejected))
            }
            if (rejected == null) refreshes.shareGood(action) else refreshes.shareUnrejected(rejected, action)
        } catch (e: AuthException) {
            // An early refresh may fail: the token is still valid for a while, and the next call tries again.
            val stillGood = known.takeIf { stored.isUnexpired(it) && !it.hasAccessTokenOf(rejected) }
            RefreshResult(stillGood ?: throw if (e is UnverifiedRefreshException) e.cause else e)
        }

    /** Refreshes the stored token even if it is usable, unless another caller does so meanwhile. */
    suspend fun refresh(): Token {
        val before = stored.find() ?: throw noRefreshToken()
        try {
            return refreshes.shareNewer(before) { publish ->
                val current = stored.find() ?: throw noRefreshToken()
                // A token that was marked as expired, or that only got a new refresh token, has not been refreshed. A token of
                // another configuration may not be acceptable for this one.
                val isRefreshed = current.accessToken != before.accessToken && server.accepts(current)
                if (isRefreshed) return@shareNewer publish(RefreshResult(current))
                publish(RefreshResult(exchange(current, current.refreshToken ?: throw noRefreshToken()), refreshed = current))
            }
        } catch (e: UnverifiedRefreshException) {
            throw e.cause
        }
    }

    /**
     * Redeems [refreshToken], which the caller provides, and stores the new token.
     *
     * @throws UnverifiedRefreshException when only the caller can store the new refresh token.
     */
    suspend fun exchangeShared(refreshToken: String): Token =
        refreshes.shareExchange(refreshToken) { publish ->
            val current = stored.find()?.takeIf { it.refreshToken == refreshToken }
            try {
                publish(RefreshResult(exchange(current, refreshToken)))
            } catch (e: UnverifiedRefreshException) {
                throw if (current == null) e else e.cause
            }
        }

    private suspend fun renew(
        current: Token,
        rejected: Token?,
    ): RefreshResult {
        val refreshToken = current.refreshToken ?: return RefreshResult(null)
        // This is outside of the try block: a server whose metadata or keys are refused has not rejected the refresh token.
        server.prepareRefresh(refreshToken, current)
        return try {
            RefreshResult(exchangePrepared(current, refreshToken), refreshed = current)
        } catch (e: AuthException) {
            if (!TokenRefresh.isRejected(e)) throw e
            val adopted = adoptStoredToken(current, rejected)
            if (adopted == null && e is InvalidGrantException) writer.removeRefreshToken(current)
            RefreshResult(adopted, refusal = e.takeIf { adopted == null })
        }
    }

    /** Finds the server and its keys, which can be cancelled, and then sends [refreshToken] with [exchangePrepared]. */
    private suspend fun exchange(
        current: Token?,
        refreshToken: String,
    ): Token {
        server.prepareRefresh(refreshToken, current)
        return exchangePrepared(current, refreshToken)
    }

    /**
     * Sends [refreshToken] once. From the moment the request is sent until the response is stored, this cannot be cancelled:
     * the server may have rotated the refresh token, and the new one exists nowhere else. It takes at most the time of one
     * request and one write, at an issuer perhaps also that of a second request with a new nonce, and the time to write pending
     * tokens of other keys when the store has just become writable.
     *
     * The end of the process is not a cancellation. It waits for this only if [InFlightWrites.drain] is called.
     */
    private suspend fun exchangePrepared(
        current: Token?,
        refreshToken: String,
    ): Token {
        val old = current?.let { storedLifetime.withLifetime(it) }
        keyLock.requireHeld(current)
        return inFlightWrites.trackRefresh { withContext(NonCancellable) { exchangeNow(current, old, refreshToken) } }
    }

    private suspend fun exchangeNow(
        current: Token?,
        old: Token?,
        refreshToken: String,
    ): Token {
        val response =
            try {
                server.refresh(refreshToken, current)
            } catch (e: UnverifiedRefreshException) {
                current?.let { writer.keepRotated(it, e) }
                throw e
            } catch (e: AuthException) {
                throw e
            } catch (e: Exception) {
                // The program's HTTP client may throw any exception. It is the result for all waiting callers, because each of
                // them would send the refresh token again.
                throw failed(e)
            }
        val receivedAt = clock.now()
        val fresh = old?.let { TokenRefresh.merge(it, response, receivedAt) } ?: withRefreshToken(response, refreshToken)
        writer.keep(fresh, current)
        if (fresh.refreshToken != refreshToken) events.notifyRotated(current, fresh)
        return fresh
    }

    private fun failed(cause: Exception) =
        TransportException(
            Fault.CONNECTION_LOST,
            "The refresh of the token for $key failed in this program (${cause::class.simpleName}). " +
                "The server may have acted on it all the same. Look at the program's HTTP client, and try again.",
            RedactedEngineException(cause),
        )

    private fun withRefreshToken(
        response: Token,
        refreshToken: String,
    ): Token {
        if (response.refreshToken != null) return response
        return response.newBuilder().also { it.refreshToken = refreshToken }.build()
    }

    /**
     * Returns a newer token from the store, or null if there is none. If the refresh token was rejected because a program
     * without this lock, such as the Python client, has used it, that program has stored the new token.
     */
    private suspend fun adoptStoredToken(
        refused: Token,
        rejected: Token?,
    ): Token? {
        val current = stored.find() ?: return null
        if (current.refreshToken == refused.refreshToken && current.accessToken == refused.accessToken) return null
        if (stored.isGood(current) && !current.hasAccessTokenOf(rejected)) return current
        val refreshToken = current.refreshToken?.takeIf { it != refused.refreshToken } ?: return null
        server.prepareRefresh(refreshToken, current)
        return try {
            exchangePrepared(current, refreshToken)
        } catch (e: AuthException) {
            if (TokenRefresh.isRejected(e)) null else throw e
        }
    }

    private fun noRefreshToken(): AuthException =
        InteractionRequiredException(
            "There is no refresh token for $key. Log in first, with `oidc-auth ${shellWord(
                key.value,
            )}` or by calling authenticate.",
        )
}
