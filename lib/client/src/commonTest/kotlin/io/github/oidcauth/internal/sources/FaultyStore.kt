package io.github.oidcauth.internal.sources

import io.github.oidcauth.HeldLock
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.withContext

/** Passes calls to [store], counts those that read, and fails as configured. */
internal class FaultyStore(
    private val store: TokenStore = InMemoryTokenStore(),
) : TokenStore by store {
    override val identity: Any get() = this
    var reads = 0
    var isReadable = true
    var isWritable = true
    var isLockable = true

    /** Called once, under the next lock, which is lost by then. */
    var overtake: (suspend () -> Unit)? = null

    override suspend fun get(key: TokenKey): Token? {
        reads++
        if (!isReadable) throw StoreException("The store cannot be read.")
        return store.get(key)
    }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        if (!isWritable) throw StoreException("The store cannot be written.")
        store.put(key, token)
    }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        if (!isLockable) throw StoreException("The store cannot be locked.")
        val overtaking = overtake
        overtake = null
        if (overtaking == null) return store.withLock(key, action)
        return store.withLock(key) {
            var isHeld = true
            val lock = object : HeldLock(key) {
                override suspend fun isHeld(): Boolean {
                    if (isHeld) overtaking()
                    isHeld = false
                    return false
                }
            }
            withContext(lock) { action() }
        }
    }
}
