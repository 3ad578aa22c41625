package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.interaction.UserPresence
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.interaction.Warnings
import io.github.oidcauth.internal.login.CrossProcessPrompt
import io.github.oidcauth.internal.login.TokenSink
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.text.shellWord
import io.github.oidcauth.internal.tokens.TokenRefresh
import io.github.oidcauth.internal.tokens.TokenSize
import io.github.oidcauth.internal.tokens.isGood
import io.github.oidcauth.internal.tokenstore.InFlightWrites
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.StoreKeyLock
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.github.oidcauth.internal.transport.RedactedEngineException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext
import kotlin.time.Clock
import kotlin.time.Duration

/**
 * Gets a token: from the store if it is usable, otherwise by a refresh, otherwise by a login. Sends as few requests as possible,
 * and involves the user only if nothing else works.
 */
internal class TokenAcquirer(
    private val key: TokenKey,
    store: TokenStore,
    private val server: LoginServer,
    private val clock: Clock,
    /** The minimum remaining lifetime of a returned token. */
    private val minTtl: Duration,
    private val prompts: Prompts,
    private val storeKey: Prompts.StoreKey,
    private val userPresence: UserPresence,
    private val events: TokenEvents,
    warn: suspend (String) -> Unit,
    pendingWrites: PendingWrites = PendingWrites(),
    flights: RefreshFlights = RefreshFlights(),
    private val inFlightWrites: InFlightWrites = InFlightWrites(),
    warnOnce: WarnOnce = WarnOnce(),
    /** True if the user is not asked to log in when the store cannot be written. */
    private val needsStorage: Boolean = false,
    waiting: PromptWaitOptions = PromptWaitOptions(),
) : TokenSink {
    private val store = WriteBehindStore(store, storeKey.store, pendingWrites, clock, warn)
    private val warnings = Warnings(warn)
    private val lifetimeWarnings = LifetimeWarnings(key, minTtl, clock, warnOnce, warn)
    private val storedLifetime = StoredTokenLifetime(this.store, key)
    private val keyLock = StoreKeyLock(key, this.store)
    private val crossProcessPrompt = CrossProcessPrompt(key, this.store, clock, waiting)
    private val refreshes = SharedRefreshes(storeKey, flights, keyLock, server, minTtl, clock)

    /** Writes the tokens that are in memory only, as far as the store can be written now. Throws only on cancellation. */
    suspend fun writePending(): Unit = store.writeAllPending()

    /** Returns the stored token, usable or not. */
    suspend fun getStored(): Token? = store.get(key)

    /**
     * Returns a usable token. With [force] it comes neither from the store nor from a refresh. [login] should pass its token to
     * the [TokenSink] as soon as it is received; otherwise it is stored when [login] returns.
     */
    suspend fun obtain(
        force: Boolean,
        login: suspend (TokenSink) -> Token,
    ): Token = lifetimeWarnings.check(obtainToken(force, login))

    private suspend fun obtainToken(
        force: Boolean,
        login: suspend (TokenSink) -> Token,
    ): Token {
        store.writePending(key)
        val known = if (force) null else findAcceptedToken()
        if (known?.isGood(clock.now(), minTtl) == true) return known
        // A token whose refresh token is rejected leads to a login although its access token is still valid.
        val mayBeShortLived = known?.refreshToken == null
        val refreshed = known?.let { if (mayBeShortLived) RefreshResult(findShortLivedToken()) else refreshShared(it) }
        refreshed?.token?.let { return it }
        val found: suspend () -> Token? = {
            if (force) {
                null
            } else {
                findGoodToken()
                    ?: if (mayBeShortLived) findShortLivedToken() else null
            }
        }
        return try {
            prompts.ask(
                storeKey,
                found,
                prompt = { prompt(login, refreshed?.refusal, if (force) findNewToken() else found) },
                // The other configuration had no user who could log in, but this one may have.
                isShared = { it !is InteractionRequiredException || !isUserPresent() },
            )
        } catch (e: InteractionRequiredException) {
            // No user can log in, so a token that is valid for some more seconds is returned.
            findUnexpiredToken().takeUnless { force } ?: throw e
        }
    }

    /** Refreshes the stored token even if it is usable, unless another caller does so meanwhile. */
    suspend fun refresh(): Token = lifetimeWarnings.check(refreshUnlessNewer())

    private suspend fun refreshUnlessNewer(): Token {
        val before = store.get(key) ?: throw noRefreshToken()
        try {
            return refreshes.shareNewer(before) { publish ->
                val current = store.get(key) ?: throw noRefreshToken()
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
     * Redeems [refreshToken], wherever it came from, and stores the new token. Concurrent callers with the same refresh token
     * share the result. If it is the one of the stored token, the refresh is shared with all callers that refresh that token,
     * because a refresh token may be valid only once.
     *
     * @throws UnverifiedRefreshException when only the caller can store the new refresh token.
     */
    suspend fun refresh(refreshToken: String): Token {
        if (store.get(key)?.refreshToken == refreshToken) return refresh()
        val token =
            refreshes.shareExchange(refreshToken) { publish ->
                val current = store.get(key)?.takeIf { it.refreshToken == refreshToken }
                try {
                    publish(RefreshResult(exchange(current, refreshToken)))
                } catch (e: UnverifiedRefreshException) {
                    throw if (current == null) e else e.cause
                }
            }
        return lifetimeWarnings.check(token)
    }

    /**
     * Stores a token from a login. The user has finished the login, so a store that fails now leads to a warning and not to an
     * error.
     */
    override suspend fun keep(token: Token): Token = keep(token, replaced = null)

    private suspend fun keep(
        token: Token,
        replaced: Token?,
    ): Token =
        inFlightWrites.trackWrite {
            withContext(NonCancellable) {
                store.put(key, token, replaced)
                events.notifyObtained(token)
                token
            }
        }

    private suspend fun findGoodToken(): Token? = findAcceptedToken()?.takeIf { it.isGood(clock.now(), minTtl) }

    /**
     * Returns the stored token if it has no refresh token and its whole lifetime is at most [minTtl]: a login would not get a
     * better one.
     */
    private suspend fun findShortLivedToken(): Token? {
        val token = findAcceptedToken()?.takeIf { it.refreshToken == null && it.isUsable(clock.now(), leeway = Duration.ZERO) }
        val end = token?.expiresAt ?: return null
        val life = token.lifetime ?: store.entries().find { it.key == key }?.storedAt?.let { end - it }
        return token.takeIf { life != null && life <= minTtl }
    }

    private suspend fun findAcceptedToken(): Token? = store.get(key)?.takeIf(server::accepts)

    /** Returns the refreshed token, or no token when a login is needed. */
    private suspend fun refreshShared(known: Token): RefreshResult =
        try {
            refreshes.shareGood { publish ->
                val current = findAcceptedToken()
                val isGood = current?.isGood(clock.now(), minTtl) == true
                // Another caller refreshed it while this one waited.
                publish(if (current == null || isGood) RefreshResult(current) else renew(current))
            }
        } catch (e: AuthException) {
            // An early refresh may fail: the token is still valid for a while, and the next call tries again.
            val stillGood = known.takeIf { it.isUsable(clock.now(), leeway = Duration.ZERO) }
            RefreshResult(stillGood ?: throw if (e is UnverifiedRefreshException) e.cause else e)
        }

    private suspend fun renew(current: Token): RefreshResult {
        val refreshToken = current.refreshToken ?: return RefreshResult(null)
        return try {
            RefreshResult(exchange(current, refreshToken))
        } catch (e: AuthException) {
            if (!TokenRefresh.isRejected(e)) throw e
            val adopted = adoptStoredToken(current)
            if (adopted == null && e is InvalidGrantException) forgetRefreshToken(current)
            RefreshResult(adopted, refusal = e.takeIf { adopted == null })
        }
    }

    /**
     * Refreshes the token with one request. From the moment the request is sent until the response is stored, this cannot be
     * cancelled: the server may have rotated the refresh token, and the new one exists nowhere else. It takes at most the time of
     * one request and one write, at an issuer also that of a second request for its keys or for a nonce, and the time to write
     * pending tokens of other keys when the store has just become writable. Discovery of the server can be cancelled.
     *
     * The end of the process is not a cancellation. It waits for this only if [InFlightWrites.drain] is called.
     */
    private suspend fun exchange(
        current: Token?,
        refreshToken: String,
    ): Token {
        server.connect()
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
                current?.let { keepRotated(it, e) }
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
        keep(fresh, current)
        if (fresh.refreshToken != refreshToken) events.notifyRotated(current, fresh)
        return fresh
    }

    /** Stores the new refresh token with [current]. The next refresh uses it; until then [current] stays valid as before. */
    private suspend fun keepRotated(
        current: Token,
        unverified: UnverifiedRefreshException,
    ) {
        val kept =
            current
                .newBuilder()
                .also {
                    it.refreshToken = unverified.refreshToken
                    it.refreshExpiresAt = unverified.refreshExpiresAt
                    it.dpopKey = unverified.dpopKey ?: current.dpopKey
                    it.extra = TokenSize.limitExtra(current.extra)
                }.build()
                .let(TokenSize::trimToFit)
        store.put(key, kept, current)
        events.notifyRotated(current, kept)
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
    ): Token = if (response.refreshToken !=
        null
    ) {
        response
    } else {
        response.newBuilder().also { it.refreshToken = refreshToken }.build()
    }

    /**
     * Returns a newer token from the store. If the refresh token was rejected because a program without this lock, such as the
     * Python client, has used it, that program has stored the new token.
     */
    private suspend fun adoptStoredToken(rejected: Token): Token? {
        val current = store.get(key) ?: return null
        if (current.refreshToken == rejected.refreshToken && current.accessToken == rejected.accessToken) return null
        if (current.isGood(clock.now(), minTtl)) return current
        val refreshToken = current.refreshToken?.takeIf { it != rejected.refreshToken } ?: return null
        return try {
            exchange(current, refreshToken)
        } catch (e: AuthException) {
            if (TokenRefresh.isRejected(e)) null else throw e
        }
    }

    /** Removes a refresh token that the server called invalid, so that later calls do not send it again. */
    private suspend fun forgetRefreshToken(rejected: Token) {
        val current = store.get(key)?.takeIf { it.refreshToken == rejected.refreshToken } ?: return
        val withoutRefreshToken =
            current.newBuilder().also {
                it.refreshToken = null
                it.refreshExpiresAt = null
            }
        inFlightWrites.trackWrite {
            withContext(NonCancellable) {
                store.put(key, withoutRefreshToken.build(), current)
                events.notifyRemoved(current)
            }
        }
    }

    /**
     * Returns a function that finds a token which was stored after this call, by a login of another process. A store that cannot
     * be read has none; a forced login does not need it.
     */
    private suspend fun findNewToken(): suspend () -> Token? =
        try {
            val before = store.get(key)
            suspend { findGoodTokenOrNull()?.takeIf { it != before } }
        } catch (_: AuthException) {
            suspend { null }
        }

    private suspend fun findGoodTokenOrNull(): Token? =
        try {
            findGoodToken()
        } catch (_: AuthException) {
            null
        }

    private suspend fun prompt(
        login: suspend (TokenSink) -> Token,
        refusal: AuthException?,
        found: suspend () -> Token?,
    ): Token {
        inFlightWrites.requireOpen()
        try {
            userPresence.requireUser()
        } catch (e: InteractionRequiredException) {
            throw RefusedRefresh.explain(e, refusal)
        }
        return crossProcessPrompt.promptOrAwait(found) {
            if (needsStorage) store.checkWritable(key)
            RefusedRefresh.notice(refusal)?.let { warnings.tell(it) }
            var kept: Token? = null
            val token = login { arrived -> keep(arrived).also { kept = it } }
            if (token === kept) token else keep(token)
        }
    }

    private fun isUserPresent(): Boolean =
        try {
            userPresence.requireUser()
            true
        } catch (_: InteractionRequiredException) {
            false
        }

    private suspend fun findUnexpiredToken(): Token? = store.get(key)?.takeIf { it.isUsable(clock.now(), leeway = Duration.ZERO) }

    private fun noRefreshToken(): AuthException =
        InteractionRequiredException(
            "There is no refresh token for $key. Log in first, with `oidc-auth ${shellWord(
                key.value,
            )}` or by calling authenticate.",
        )
}
