package io.github.oidcauth

import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext
import kotlin.jvm.JvmSynthetic

/**
 * The lock under which the action of [TokenStore.withLock] runs, for the action to check:
 * `currentCoroutineContext()[HeldLock]`.
 *
 * A lock between processes can be lost: when a process is stopped for long (Ctrl-Z, a suspended laptop, a paused container),
 * another process takes the lock over. A store that can detect this puts a [HeldLock] into the context of the action, with
 * `withContext`. The library checks it before it sends a refresh token, because some servers end the session when a refresh
 * token is sent twice. A store that cannot detect this leaves it out.
 */
public abstract class HeldLock(
    /** The key of the token that is locked. */
    public val tokenKey: TokenKey,
) : AbstractCoroutineContextElement(HeldLock) {
    /**
     * Returns true if nobody else has taken the lock since, and also if that cannot be found out. Throws nothing except
     * cancellation.
     */
    @JvmSynthetic
    public abstract suspend fun isHeld(): Boolean

    /** Finds the lock in a coroutine context. */
    public companion object Key : CoroutineContext.Key<HeldLock>
}
