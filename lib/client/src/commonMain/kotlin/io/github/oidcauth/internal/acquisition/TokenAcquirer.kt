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
 * The way of a token: from the store if it is usable, else refreshed, else by a login. Asks the server as seldom as can be,
 * and a user only when nothing else is left.
 */
internal class TokenAcquirer(
    private val key: TokenKey,
    store: TokenStore,
    private val server: LoginServer,
    private val clock: Clock,
    /** How long a token has to live at least to be handed out. */
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
    /** True if nobody is asked when the store could not be written. */
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

    /** Writes the tokens that are in memory alone, as far as the store can be written by now. Throws nothing but cancellation. */
    suspend fun writePending(): Unit = store.writeAllPending()

    /** What the store has, usable or not. */
    suspend fun getStored(): Token? = store.get(key)

    /**
     * A usable token. With [force] neither the store nor a refresh will do. What [login] does not hand to the [TokenSink] that
     * it is given, in the moment in which it arrives, is stored when it returns.
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
        // Whose refresh token is rejected a moment later asks a user while the access token is good.
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
                // No user could log in for another configuration, but one may for this one.
                isShared = { it !is InteractionRequiredException || !isUserPresent() },
            )
        } catch (e: InteractionRequiredException) {
            // No user can log in, and a token that is valid for some more seconds is better than none.
            findUnexpiredToken().takeUnless { force } ?: throw e
        }
    }

    /** Refreshes the stored token though it may be usable, unless somebody else does so meanwhile. */
    suspend fun refresh(): Token = lifetimeWarnings.check(refreshUnlessNewer())

    private suspend fun refreshUnlessNewer(): Token {
        val before = store.get(key) ?: throw noRefreshToken()
        try {
            return refreshes.shareNewer(before) { publish ->
                val current = store.get(key) ?: throw noRefreshToken()
                // One that is marked as over, or has only a new refresh token, has not been refreshed. One that another configuration
                // has got may be none for this one.
                val isRefreshed = current.accessToken != before.accessToken && server.accepts(current)
                if (isRefreshed) return@shareNewer publish(RefreshResult(current))
                publish(RefreshResult(exchange(current, current.refreshToken ?: throw noRefreshToken()), refreshed = current))
            }
        } catch (e: UnverifiedRefreshException) {
            throw e.cause
        }
    }

    /**
     * Redeems [refreshToken], wherever it came from, and keeps what it buys. Callers who bring the same one at the same time share that, and
     * that of the stored token is refreshed together with all who refresh that: it may be used once.
     *
     * @throws UnverifiedRefreshException when only the caller can keep the refresh token that has taken its place.
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
     * Keeps a token that a login has brought. The user has done their part, so a store that fails now costs them a warning, and not
     * this login.
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

    /** A token without a refresh token whose whole life is not longer than [minTtl]: a user could bring no better one. */
    private suspend fun findShortLivedToken(): Token? {
        val token = findAcceptedToken()?.takeIf { it.refreshToken == null && it.isUsable(clock.now(), leeway = Duration.ZERO) }
        val end = token?.expiresAt ?: return null
        val life = token.lifetime ?: store.entries().find { it.key == key }?.storedAt?.let { end - it }
        return token.takeIf { life != null && life <= minTtl }
    }

    private suspend fun findAcceptedToken(): Token? = store.get(key)?.takeIf(server::accepts)

    /** Without a token when only a login helps. */
    private suspend fun refreshShared(known: Token): RefreshResult =
        try {
            refreshes.shareGood { publish ->
                val current = findAcceptedToken()
                val isGood = current?.isGood(clock.now(), minTtl) == true
                // A sibling refreshed while we waited.
                publish(if (current == null || isGood) RefreshResult(current) else renew(current))
            }
        } catch (e: AuthException) {
            // Early refreshes may fail: the token is good for a little longer, and so is the next attempt.
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
     * Sent once. From the moment the request leaves until its response is stored nothing can cancel this: the server may have
     * rotated the refresh token, and the new one exists nowhere else. It takes no longer than one request
     * and one write may, and at an issuer a second request for its keys or for a nonce; and as long as the writing of tokens of
     * other keys that waited in memory, when the store has just come back. Finding the server can be cancelled.
     *
     * The end of the process is no cancellation: it waits for this only where [InFlightWrites.drain] is called.
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
                // A program's HTTP client throws what it likes. It counts for all who wait: each would send the refresh token again.
                throw failed(e)
            }
        val receivedAt = clock.now()
        val fresh = old?.let { TokenRefresh.merge(it, response, receivedAt) } ?: withRefreshToken(response, refreshToken)
        keep(fresh, current)
        if (fresh.refreshToken != refreshToken) events.notifyRotated(current, fresh)
        return fresh
    }

    /** The next refresh brings what this one could not. Until then [current] is as good as it was. */
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
     * The refresh token was rejected. If that was because somebody who does not know our lock has used it, such as the Python
     * client, then what they got is in the store.
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

    /** A refresh token that the server has called invalid is not tried again by every call to come. */
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
     * Finds a token that comes from now on, by a login of another process that is waited for. A store that cannot be read has none: a login
     * that is insisted on does not need it.
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
