package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.tokenstore.ExceptionTranslatingStore
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * Moves every token of this store that is not stale to [target], one after the other, and returns the keys of those that have
 * been moved: from a plain file to an encrypted one or back, or to a store that others share.
 *
 * Tokens are moved and not copied: where a server accepts a refresh token only once, two stores with the same token would end
 * each other's sessions. Each token is moved under [TokenStore.withLock] of this store, so that nobody refreshes it
 * meanwhile, and removed when [target] has it. If both stores have a token of the same key, the one that expires later stays.
 *
 * If it throws, is cancelled or the process ends, some tokens have been moved, and each token is in one of the stores or in
 * both. It can be called again. Tokens that this process keeps in memory, because this store could not write them, are moved
 * too.
 *
 * @throws StoreException if one of the stores cannot be read or written, or if both keep their tokens in the same place.
 *     [TokenStore.identity] tells that before anything is changed; if it does not, the first token shows it, and stays where
 *     it is.
 */
@JvmSynthetic
public suspend fun TokenStore.moveTo(target: TokenStore): Set<TokenKey> {
    requireFittingVersions()
    // Checked before the stores are read, because reading may fail for either.
    if (identity == target.identity) throw samePlaceException()
    return moveTo(target, withPendingWrites(this).keys())
}

/**
 * Moves the tokens under [keys] in the same way, and returns the keys of those that have been moved. A key without a token is
 * skipped.
 *
 * @throws StoreException as [moveTo] without keys does.
 */
@JvmSynthetic
public suspend fun TokenStore.moveTo(
    target: TokenStore,
    keys: Set<TokenKey>,
): Set<TokenKey> {
    requireFittingVersions()
    if (identity == target.identity) throw samePlaceException()
    // A token that the source could not write is newer than the stored one, and its refresh token is the only valid one.
    val source = withPendingWrites(this)
    val targetWithPendingWrites = withPendingWrites(target)
    // A token is removed here only if it was certainly written there.
    val guardedTarget = ExceptionTranslatingStore(target)
    val moved = LinkedHashSet<TokenKey>()
    var areDifferent = false
    for (key in keys) {
        source.withLock(key) {
            val token = source.get(key) ?: return@withLock
            val existing = targetWithPendingWrites.get(key)
            val isNew = existing == null || expiresLater(token, existing)
            if (!areDifferent && (isNew || existing == token)) {
                source.requireDifferentStore(guardedTarget, key, token)
            } else if (isNew) {
                guardedTarget.put(key, token)
            }
            areDifferent = true
            if (source.remove(key, token)) moved += key
        }
    }
    return moved
}

private fun withPendingWrites(store: TokenStore) =
    WriteBehindStore(store, SharedState.ofProcess.pendingWrites, Clock.System) { StoreNotices.LOG.report(it) }

/**
 * Puts [token] into [target], and verifies that the target is another store: a token that is removed from one must not
 * disappear from both. The token is in at least one store at every moment, even if the process ends.
 */
private suspend fun TokenStore.requireDifferentStore(
    target: TokenStore,
    key: TokenKey,
    token: Token,
) {
    val marked = token.newBuilder().also {
        it.expiresAt = (token.expiresAt ?: Instant.fromEpochSeconds(UNKNOWN_EXPIRY)) - 1.seconds
    }.build()
    target.put(key, marked)
    val seen =
        try {
            get(key)
        } catch (e: StoreException) {
            target.put(key, token)
            throw e
        }
    if (seen != token && seen == target.get(key)) {
        put(key, token)
        throw samePlaceException()
    }
    target.put(key, token)
}

private fun samePlaceException() =
    StoreException(
        "The tokens cannot be moved: both stores keep them in the same place. Nothing was changed. Name another store.",
    )

/** The value in a token file for an unknown expiry. */
private const val UNKNOWN_EXPIRY = 253_402_300_799

private fun expiresLater(
    token: Token,
    other: Token,
): Boolean {
    val end = token.staleAt
    val otherEnd = other.staleAt ?: return false
    return end == null || end > otherEnd
}
