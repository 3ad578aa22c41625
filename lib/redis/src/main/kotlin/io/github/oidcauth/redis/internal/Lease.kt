package io.github.oidcauth.redis.internal

import io.github.oidcauth.TokenKey
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/** Travels with the coroutines that act under a lock, so that what they write is known to be the holder's. */
internal class Lease(
    /** Whose lock it is. */
    private val store: Any,
    private val name: TokenKey,
    /** The number of this claim. */
    val fence: Long,
    /** The lock of another key, or of another store, under which this one was taken. */
    private val outer: Lease?,
) : AbstractCoroutineContextElement(Lease) {
    companion object Key : CoroutineContext.Key<Lease> {
        /** The claim to [key] in [store] under which [context] acts, or null. */
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
