package io.github.oidcauth

import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/**
 * What the action of [TokenStore.withLock] can learn of the lock that it runs under: `currentCoroutineContext()[HeldLock]`.
 *
 * A lock between processes can be lost: whoever is stopped for long (Ctrl-Z, a suspended laptop, a paused container) is overtaken. A store
 * that can tell puts one of these into the context of the action, with `withContext`. Before a refresh token is sent it is asked, because
 * some servers end the session when one is sent twice. A store that cannot tell leaves it out.
 */
public abstract class HeldLock(
    /** Whose lock this is. */
    public val tokenKey: TokenKey,
) : AbstractCoroutineContextElement(HeldLock) {
    /** Whether nobody else has taken the lock since. True, too, when that cannot be found out. Throws nothing but cancellation. */
    public abstract suspend fun isHeld(): Boolean

    /** Finds the lock in the context of a coroutine. */
    public companion object Key : CoroutineContext.Key<HeldLock>
}
