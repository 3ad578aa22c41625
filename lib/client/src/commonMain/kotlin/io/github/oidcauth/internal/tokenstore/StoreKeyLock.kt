package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.HeldLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.currentCoroutineContext

/** The lock of [key] in [store]. If its holder was stopped, another process may take it over. */
internal class StoreKeyLock(
    private val key: TokenKey,
    private val store: TokenStore,
) {
    /** Runs [action] under the lock of the key, and again if another process took over the lock meanwhile. */
    suspend fun <T> withLock(action: suspend () -> T): T {
        repeat(MAX_ATTEMPTS) {
            try {
                return store.withLock(key, action)
            } catch (_: LockLostException) {
                // The store has changed since the action read it.
            }
        }
        throw StoreException(
            "The token for $key was not refreshed: another process had taken the lock each time before the request was sent. " +
                "Try again when the machine is less busy.",
        )
    }

    /**
     * Checks that the lock is still held and [current] is still stored. A process that was stopped under the lock does not notice
     * the time: another process may have sent the refresh token of [current], and sending it again could end the session.
     */
    suspend fun requireHeld(current: Token?) {
        val lock = currentCoroutineContext()[HeldLock]?.takeIf { it.tokenKey == key }
        if (lock?.isHeld() == false) throw LockLostException()
        if (current == null) return
        val stored = store.get(key)
        if (stored?.accessToken != current.accessToken || stored.refreshToken != current.refreshToken) throw LockLostException()
    }

    /** Thrown to leave the lock. */
    private class LockLostException : Exception("Another process has the lock.")

    private companion object {
        const val MAX_ATTEMPTS = 3
    }
}
