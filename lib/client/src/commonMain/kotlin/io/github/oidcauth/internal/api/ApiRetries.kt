package io.github.oidcauth.internal.api

import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.requests.AttemptOutcome
import io.github.oidcauth.internal.requests.RetryLoop
import io.github.oidcauth.internal.requests.RetryPolicy
import io.github.oidcauth.internal.transport.ReceivedResponse
import io.github.oidcauth.internal.transport.RetryAfter
import kotlin.time.Clock

/** Sends the calls of APIs again after failures that pass, as often as each call says. Thread-safe. */
internal class ApiRetries(
    private val clock: Clock,
    private val random: RandomSource,
) {
    /**
     * Returns the result of [send], which is called again as [RetryPolicy] says. [responseOf] returns the response that a result is, or
     * null for one that is not checked, because its caller has read it. [isRead] returns true once a caller has begun to read.
     */
    suspend fun <T> run(
        call: ApiCall,
        responseOf: (T) -> ReceivedResponse?,
        isRead: () -> Boolean = { false },
        send: suspend () -> T,
    ): T {
        if (call.retries == 0) return send()
        val loop = RetryLoop(RetryPolicy(call.retries, RetryPolicy.DEFAULT_LONGEST_DELAY, random))
        return loop.run(call.method, {
            call.isRepeatable && !isRead()
        }, outcomeOf = { outcomeOf(responseOf(it)) }, discard = {}, send)
    }

    private fun outcomeOf(response: ReceivedResponse?): AttemptOutcome =
        if (response == null) {
            AttemptOutcome.Response(OK)
        } else {
            val named = RetryAfter.read(response.headers("retry-after"), response.headers("date"), clock)
            AttemptOutcome.Response(response.statusCode, named)
        }

    private companion object {
        const val OK = 200
    }
}
