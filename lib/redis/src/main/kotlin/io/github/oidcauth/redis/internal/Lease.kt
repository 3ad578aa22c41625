package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/** The claim of coroutines that act under a lock: an element of their context, so that their writes count as the holder's. */
internal class Lease(
    /** The store of the lock. */
    private val store: Any,
    private val name: TokenKey,
    /** The number of the claim. */
    val fence: Long,
    /** The lock of another key or store under which this one was taken. */
    private val outer: Lease?,
) : AbstractCoroutineContextElement(Lease) {
    companion object Key : CoroutineContext.Key<Lease> {
        /** Returns the claim to [key] in [store] under which [context] acts, or null. */
        fun of(
            context: CoroutineContext,
            store: Any,
            key: TokenKey,
        ): Lease? = all(context).find { it.store === store && it.name == key }

        /** Returns true if [context] acts under any claim in [store]. */
        fun isHeld(
            context: CoroutineContext,
            store: Any,
        ): Boolean = all(context).any { it.store === store }

        private fun all(context: CoroutineContext): Sequence<Lease> = generateSequence(context[Key]) { it.outer }
    }
}
