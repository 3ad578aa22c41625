package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.TokenKey
import kotlin.coroutines.AbstractCoroutineContextElement
import kotlin.coroutines.CoroutineContext

/** A lock that is held, known to the coroutines that run under it. [outer] is what they hold besides, of whichever store. */
internal class Hold(
    val lockedKey: TokenKey,
    private val outer: Hold?,
) : AbstractCoroutineContextElement(Hold) {
    /** What is held on the way to here. */
    val all: Sequence<Hold> get() = generateSequence(this) { it.outer }

    companion object Key : CoroutineContext.Key<Hold>
}
