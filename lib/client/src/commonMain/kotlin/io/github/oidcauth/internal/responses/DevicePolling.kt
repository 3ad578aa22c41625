package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Decides when to poll next (RFC 8628 §3.5). Pure: it gets the elapsed time and returns a decision; the loop that calls it waits.
 * Not thread-safe.
 */
internal class DevicePolling(
    interval: Duration,
    /** The time after which the login ends: the lifetime of the device code, or the caller's shorter timeout. */
    private val timeout: Duration,
    private val codeLifetime: Duration,
) {
    private var interval: Duration = interval.coerceAtLeast(MIN_INTERVAL)
    private var faults = 0

    /** The number of failures of the server itself in a row. */
    private var failures = 0
    private var lastFault: AuthException? = null

    /** Returns the first decision: wait for one interval, since no user finishes a login sooner. */
    fun first(): Decision = waitFor(interval, elapsed = Duration.ZERO)

    /** Returns the decision after a poll without a known response, which may have reached the server, [elapsed] after the start. */
    fun again(elapsed: Duration): Decision = waitFor(interval, elapsed)

    /** Returns the decision after [response], received [elapsed] after the start. */
    fun next(
        response: PollResult,
        elapsed: Duration,
    ): Decision {
        lastFault = (response as? PollResult.Retryable)?.cause
        faults = if (lastFault == null) 0 else faults + 1
        failures = if (response is PollResult.Retryable && response.isServerFailure) failures + 1 else 0
        return when (response) {
            is PollResult.Granted -> {
                Decision.Done(response.token)
            }

            is PollResult.Refused -> {
                Decision.Failed(response.cause)
            }

            is PollResult.Pending -> {
                waitFor(interval, elapsed)
            }

            is PollResult.SlowDown -> {
                // RFC 8628 §3.5: "the interval MUST be increased by 5 seconds for this and all subsequent requests".
                interval = maxOf(response.interval ?: Duration.ZERO, interval + SLOW_DOWN)
                waitFor(interval, elapsed)
            }

            is PollResult.Retryable -> {
                if (failures >= MAX_SERVER_FAILURES) return Decision.Failed(response.cause)
                waitFor(maxOf(interval, backOff(), response.retryAfter ?: Duration.ZERO), elapsed)
            }
        }
    }

    /**
     * RFC 8628 §3.5: "On encountering a connection timeout, clients MUST unilaterally reduce their polling frequency before
     * retrying"; it recommends doubling. The pause is limited, since a user waits for the network to come back.
     */
    private fun backOff(): Duration = (interval * (1 shl faults.coerceAtMost(MAX_DOUBLINGS))).coerceAtMost(MAX_BACK_OFF)

    /**
     * Returns the decision to wait for [pause]. Close to the end the pause is cut, so that the last poll comes at the end and
     * finds a login that was finished by then.
     */
    private fun waitFor(
        pause: Duration,
        elapsed: Duration,
    ): Decision = if (elapsed < timeout) Decision.Wait(minOf(pause, timeout - elapsed)) else Decision.Failed(timedOut())

    private fun timedOut(): AuthException =
        lastFault ?: TimedOutException(
            if (timeout < codeLifetime) {
                "The login was not finished within $timeout. Start it again, or allow it more time."
            } else {
                "The login has expired before it was finished. Start it again."
            },
        )

    /** The next step. */
    sealed interface Decision {
        /** Poll again after the time [after]. */
        class Wait(
            val after: Duration,
        ) : Decision

        class Done(
            val token: Token,
        ) : Decision

        class Failed(
            val cause: AuthException,
        ) : Decision
    }

    companion object {
        /** The increase that RFC 8628 §3.5 prescribes. */
        val SLOW_DOWN: Duration = 5.seconds

        /** The shortest interval, even if the server names 0. */
        val MIN_INTERVAL: Duration = 1.seconds

        /** The longest pause, unless the interval itself is longer. */
        val MAX_BACK_OFF: Duration = 30.seconds

        /**
         * The number of failures of the server in a row after which polling ends: by default a minute and a half after the first
         * one.
         */
        const val MAX_SERVER_FAILURES: Int = 5

        private const val MAX_DOUBLINGS = 8
    }
}
