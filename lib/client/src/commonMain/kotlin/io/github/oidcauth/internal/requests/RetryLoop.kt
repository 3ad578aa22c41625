package io.github.oidcauth.internal.requests

import io.github.oidcauth.TransportException
import kotlinx.coroutines.delay

/** Sends a request, and again after failures for as long as its [policy] wants. Thread-safe. */
internal class RetryLoop(
    private val policy: RetryPolicy,
) {
    /**
     * Returns the result of the first [send] that needs no retry, or of the last one. [outcomeOf] returns the reason for or against a
     * retry, [isRepeatable] returns true if the request can be sent again, and [discard] frees a result before the next attempt.
     * Cancellation ends the loop, also while it waits.
     *
     * @throws TransportException if no response arrived at the last attempt.
     */
    suspend fun <T> run(
        method: String,
        isRepeatable: () -> Boolean,
        outcomeOf: (T) -> AttemptOutcome,
        discard: suspend (T) -> Unit,
        send: suspend () -> T,
    ): T {
        var attempts = 0
        while (true) {
            attempts++
            val result =
                try {
                    send()
                } catch (e: TransportException) {
                    delay(policy.delayAfter(attempts, method, isRepeatable(), AttemptOutcome.Failure(e.fault)) ?: throw e)
                    continue
                }
            val wait = policy.delayAfter(attempts, method, isRepeatable(), outcomeOf(result)) ?: return result
            discard(result)
            delay(wait)
        }
    }
}
