// Tested by RenewingTokenSourceTest.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.InvalidConfigException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/**
 * Runs one piece of work at a time, in [scope]: no caller owns it, so it goes on when callers are cancelled, who return at once.
 * Callers that arrive meanwhile wait for the same result. Thread-safe, without a lock.
 */
internal class SharedWork<T : Any>(
    private val scope: CoroutineScope,
) {
    private class Run<T> {
        val waiting = MutableStateFlow(0)
        lateinit var result: Deferred<T>
    }

    private val current = MutableStateFlow<Run<T>?>(null)

    /**
     * Returns the result of the work in progress, or of [work] if there is none. [work] can ask if a caller waits for it at the
     * moment.
     *
     * @throws InvalidConfigException if this is called by the work in progress, which would wait for itself.
     */
    suspend fun join(work: suspend (isAwaited: () -> Boolean) -> T): T {
        val within = currentCoroutineContext()[WorkInProgress]
        val run = begin(work, within)
        if (generateSequence(within) { it.outer }.any { it.run === run }) throw waitsForItself()
        run.waiting.update { it + 1 }
        try {
            return run.result.await()
        } finally {
            run.waiting.update { it - 1 }
        }
    }

    /** Starts [work] if none is in progress. Does not wait. */
    fun start(work: suspend (isAwaited: () -> Boolean) -> T) {
        begin(work, within = null)
    }

    private fun begin(
        work: suspend (isAwaited: () -> Boolean) -> T,
        within: WorkInProgress?,
    ): Run<T> {
        while (true) {
            current.value?.let { return it }
            val run = Run<T>()
            val context = WorkInProgress(run, within)
            run.result = scope.async(context, CoroutineStart.LAZY) { work { run.waiting.value > 0 } }
            if (current.compareAndSet(null, run)) {
                // Before any caller waits, so that a caller who has the result never finds this run again.
                run.result.invokeOnCompletion { current.compareAndSet(run, null) }
                run.result.start()
                return run
            }
            run.result.cancel()
        }
    }

    private fun waitsForItself() =
        InvalidConfigException(
            "A token source was asked for a token by what it gets its token with: its function, a listener, a store, or " +
                "an HTTP client that sends its tokens. It would wait for itself. Use an HTTP client or a source of its own there.",
        )
}
