package io.github.oidcauth.internal.session

import io.github.oidcauth.HeldLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.currentCoroutineContext

/** The lock of [key] in [store], for who may be overtaken while holding it. */
internal class KeyTurns(
    private val key: TokenKey,
    private val store: TokenStore,
) {
    /** Runs [action] under the lock of the key, and again when it turns out that somebody else has had the lock meanwhile. */
    suspend fun <T> locked(action: suspend () -> T): T {
        repeat(MAX_ATTEMPTS) {
            try {
                return store.withLock(key, action)
            } catch (_: Overtaken) {
                // What the store has by now is not what the action has seen.
            }
        }
        throw StoreException(
            "The token for $key was not refreshed: another process took the lock each time, before the request was sent. " +
                "Try again when the machine is less busy.",
        )
    }

    /**
     * A process that was stopped under the lock does not know how long. Whoever has overtaken it has sent the refresh token of
     * [current] by now, and sending it again could end the session.
     */
    suspend fun require(current: Token?) {
        val lock = currentCoroutineContext()[HeldLock]?.takeIf { it.tokenKey == key }
        if (lock?.isHeld() == false) throw Overtaken()
        if (current == null) return
        val stored = store.get(key)
        if (stored?.accessToken != current.accessToken || stored.refreshToken != current.refreshToken) throw Overtaken()
    }

    /** Leaves the lock. */
    private class Overtaken : Exception("Another process has the lock.")

    private companion object {
        const val MAX_ATTEMPTS = 3
    }
}
