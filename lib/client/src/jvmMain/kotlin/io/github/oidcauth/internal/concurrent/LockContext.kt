package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlin.coroutines.ContinuationInterceptor
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/**
 * The locks of a blocking action, in the form in which stores put them into the context of a coroutine. A blocking call in the
 * action begins a coroutine of its own, and without them a store would take it for a call of somebody else.
 */
internal object LockContext {
    private val ofThread = ThreadLocal<CoroutineContext>()

    /** The locks of the action that this thread runs, or nothing. */
    val current: CoroutineContext get() = ofThread.get() ?: EmptyCoroutineContext

    /** Returns what the current coroutine has in its context, except the parts that are for this coroutine alone. */
    suspend fun ofCoroutine(): CoroutineContext = currentCoroutineContext().minusKey(Job).minusKey(ContinuationInterceptor)

    /** Runs [action] on this thread with [locks] as [current]. */
    inline fun <T> during(
        locks: CoroutineContext,
        action: () -> T,
    ): T {
        val outer = ofThread.get()
        ofThread.set(locks)
        try {
            return action()
        } finally {
            if (outer == null) ofThread.remove() else ofThread.set(outer)
        }
    }
}
