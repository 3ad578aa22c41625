package io.github.oidcauth

/**
 * Moves every token of this store that is not stale to [target], one after the other, and returns the keys of those that have
 * been moved: from a plain file to an encrypted one or back, or to a store that others share.
 *
 * Moved and not copied: where a server lets a refresh token be used once, two stores that have it would end each other's
 * sessions. Each token is moved under [TokenStore.withLock] of this store, so that nobody refreshes it meanwhile, and removed when
 * [target] has it. Where both stores have a token of the same key, the one that ends later stays.
 *
 * When it throws, or is cancelled, some tokens have been moved and each is in one of the stores, or in both. It can be called
 * again.
 *
 * @throws StoreException when one of the stores cannot be read or written, or both keep their tokens in the same file.
 */
public suspend fun TokenStore.moveTo(target: TokenStore): Set<TokenKey> {
    val moved = LinkedHashSet<TokenKey>()
    for (key in keys()) {
        withLock(key) {
            val token = get(key) ?: return@withLock
            val there = target.get(key)
            if (there == null || endsLater(token, there)) target.put(key, token)
            // Where both are one file, an encrypted entry is no longer found, and a removed one is gone from both.
            if (get(key) == token && remove(key, token)) moved += key
            if (target.get(key) == null) {
                put(key, token)
                throw StoreException("The tokens cannot be moved: both stores keep them in the same place.")
            }
        }
    }
    return moved
}

private fun endsLater(
    token: Token,
    other: Token,
): Boolean {
    val end = token.staleAt
    val otherEnd = other.staleAt ?: return false
    return end == null || end > otherEnd
}
