// Tested by StoredTokenSourceTest.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokens.hasPassed
import io.github.oidcauth.internal.tokenstore.StoreKeyLock
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import kotlin.concurrent.Volatile
import kotlin.time.Clock
import kotlin.time.Duration

/**
 * Keeps the token under [key] in [store], for all who share it. A store that fails is reported; the source works on with the token
 * that it knows. [seed] counts as stored until the store has had a token.
 */
internal class StoreShelf(
    private val key: TokenKey,
    private val store: WriteBehindStore,
    private val clock: Clock,
    private val reports: FailureReports,
    seed: Token? = null,
) : TokenShelf {
    private val keyLock = StoreKeyLock(key, store)

    @Volatile
    private var wasStored = false

    @Volatile
    override var known: Token? = seed
        private set

    override val isShared: Boolean get() = true

    override suspend fun find(): Token? {
        val stored =
            try {
                store.get(key)
            } catch (e: AuthException) {
                reports.tell(e)
                return known
            }
        if (stored != null) {
            wasStored = true
            known = stored
        } else if (wasStored && known?.isStale() != true) {
            // Another process or the user has removed it, and it stays removed.
            known = null
        }
        return known
    }

    override suspend fun put(
        token: Token,
        replaced: Token?,
    ) {
        known = token
        wasStored = true
        store.put(key, token, replaced)
    }

    override suspend fun <T> exclusively(
        isRefresh: Boolean,
        action: suspend () -> T,
    ): T {
        var isEntered = false
        try {
            return keyLock.withLock {
                isEntered = true
                action()
            }
        } catch (e: AuthException) {
            if (isEntered || isRefresh) throw e
            reports.tell(e)
        }
        return action()
    }

    override suspend fun requireUnchanged(current: Token?): Unit = keyLock.requireHeld(current.takeIf { wasStored })

    /** A store returns no stale token, so that its absence there says nothing. */
    private fun Token.isStale(): Boolean = staleAt?.hasPassed(Duration.ZERO, clock.now()) ?: false
}
