package io.github.oidcauth.internal.requests

import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.crypto.RandomSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/**
 * The rules by which a request is sent again after a failure that passes. Pure, except for the random numbers.
 *
 * A request is sent again at most [retries] times, only if its method is idempotent (RFC 9110 §9.2.2), so that it does no harm if
 * the server has executed it before, and only if its body can be sent again. The delay doubles each time, and a random part of it
 * keeps many clients from coming back at once. If the server names a time, it is waited for; if that is longer than [longestDelay],
 * the response is the result.
 */
internal class RetryPolicy(
    private val retries: Int,
    private val longestDelay: Duration,
    private val random: RandomSource,
) {
    /**
     * Returns the time to wait before the request of [method] is sent again, after it was sent [attempts] times and ended with
     * [outcome]. Returns null when it is not sent again.
     */
    fun delayAfter(
        attempts: Int,
        method: String,
        isRepeatable: Boolean,
        outcome: AttemptOutcome,
    ): Duration? {
        if (attempts > retries || !isRepeatable || method !in IDEMPOTENT) return null
        return when (outcome) {
            is AttemptOutcome.Failure -> backOff(attempts).takeIf { outcome.fault in FAULTS }
            is AttemptOutcome.Response -> delayAfter(attempts, outcome)
        }
    }

    private fun delayAfter(
        attempts: Int,
        response: AttemptOutcome.Response,
    ): Duration? {
        if (response.statusCode !in STATUSES) return null
        val named = response.retryAfter ?: return backOff(attempts)
        return named.takeIf { it <= longestDelay }
    }

    /** Returns half of the delay for that number of attempts, and a random part of the other half. */
    private fun backOff(attempts: Int): Duration {
        val full = FIRST_DELAY * (1 shl (attempts - 1).coerceAtMost(MAX_DOUBLINGS))
        return minOf(full, longestDelay) * (1 + randomFraction()) / 2
    }

    /** Returns a number from 0 until 1. */
    private fun randomFraction(): Double =
        random.bytes(2).fold(0) { sum, octet -> (sum shl Byte.SIZE_BITS) + (octet.toInt() and OCTET) } / SHORTS

    companion object {
        val DEFAULT_LONGEST_DELAY: Duration = 30.seconds
        private val FIRST_DELAY = 500.milliseconds
        private const val MAX_DOUBLINGS = 16
        private const val OCTET = 0xff
        private const val SHORTS = 65_536.0

        /** The methods that are idempotent and that APIs use. Methods are case-sensitive (RFC 9110 §9.1). */
        private val IDEMPOTENT = setOf("GET", "HEAD", "OPTIONS", "PUT", "DELETE")

        /** A request that took too long is not sent again: its caller has waited for the whole timeout already. */
        private val FAULTS = setOf(Fault.CONNECTION_LOST, Fault.CONNECTION_REFUSED)

        /** Request Timeout, Too Many Requests, Bad Gateway, Service Unavailable, Gateway Timeout. */
        private val STATUSES = setOf(408, 429, 502, 503, 504)
    }
}

/** The end of one attempt to send a request. */
internal sealed interface AttemptOutcome {
    class Response(
        val statusCode: Int,
        /** The time that the server wants the client to wait, or null. */
        val retryAfter: Duration? = null,
    ) : AttemptOutcome

    class Failure(
        val fault: Fault,
    ) : AttemptOutcome
}
