package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.TokenKey
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/** A lock that is held, and known to the coroutines that run under it. [outer] is the lock of any store that they also hold. */
internal class Hold(
    val lockedKey: TokenKey,
    private val outer: Hold?,
) : AbstractCoroutineContextElement(Hold) {
    /** All locks that are held, the innermost first. */
    val all: Sequence<Hold> get() = generateSequence(this) { it.outer }

    companion object Key : CoroutineContext.Key<Hold>
}
