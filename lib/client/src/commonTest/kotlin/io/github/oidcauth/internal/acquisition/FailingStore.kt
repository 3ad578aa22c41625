package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore

/** A store on a disk that fails when it is told to. Other processes change [disk]. */
internal class FailingStore(
    val disk: InMemoryTokenStore,
) : TokenStore by disk {
    override val identity: Any get() = this

    var isReadable = true
    var isWritable = true
    var isLockable = true

    /** The number of writes that were requested. */
    var puts = 0

    /** The action of another process right after a key was read. */
    var afterGet: suspend (TokenKey) -> Unit = {}

    override suspend fun get(key: TokenKey): Token? {
        if (!isReadable) throw StoreException("It cannot be read.")
        return disk.get(key).also { afterGet(key) }
    }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        puts++
        if (isWritable) disk.put(key, token) else throw StoreException("The disk is full.")
    }

    override suspend fun remove(key: TokenKey): Boolean =
        if (isWritable) disk.remove(key) else throw StoreException("The disk is full.")

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = if (isWritable) disk.remove(key, seen) else throw StoreException("The disk is full.")

    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = if (isWritable) disk.replace(key, seen, token) else throw StoreException("The disk is full.")

    override suspend fun clear() = if (isWritable) disk.clear() else throw StoreException("The disk is full.")

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T = if (isLockable) disk.withLock(key, action) else throw StoreException("There is no room for a lock.")
}
