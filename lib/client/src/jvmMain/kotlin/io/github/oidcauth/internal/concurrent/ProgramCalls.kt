// Tested by TokenSourceThreadsTest.
package io.github.oidcauth.internal.concurrent

import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext

/** A mark of the threads that run a function of the program, for functions of this library that it calls. */
internal object ProgramCalls {
    private val contexts = ThreadLocal<CoroutineContext>()

    /** The context for coroutines that this thread waits for. */
    val context: CoroutineContext get() = contexts.get() ?: EmptyCoroutineContext

    /** True if this thread runs a function of the program. */
    val isOnThread: Boolean get() = contexts.get() != null

    /** Runs [block], a function of the program, on this thread. */
    fun <T> run(
        context: CoroutineContext,
        block: () -> T,
    ): T {
        val before = contexts.get()
        contexts.set(context)
        try {
            return block()
        } finally {
            if (before == null) contexts.remove() else contexts.set(before)
        }
    }
}
