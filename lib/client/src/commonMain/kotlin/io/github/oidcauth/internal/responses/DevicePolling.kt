package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Decides when to poll next (RFC 8628 §3.5). Pure: it is told the time that has passed and returns what to do; the loop
 * around it waits. Not thread-safe.
 */
internal class DevicePolling(
    interval: Duration,
    /** The login ends for us when this has passed: the life of the device code, or the caller's shorter patience. */
    private val timeout: Duration,
    private val codeLifetime: Duration,
) {
    private var interval: Duration = interval.coerceAtLeast(MIN_INTERVAL)
    private var faults = 0

    /** Number of failures of the server itself in a row. */
    private var failures = 0
    private var lastFault: AuthException? = null

    /** The first poll comes after one interval: nobody has finished a login before. */
    fun first(): Decision = waitFor(interval, elapsed = Duration.ZERO)

    /** What to do after [response], [elapsed] after the start. */
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
     * retrying", doubling being recommended. Not for ever, since a user waits for the network to come back.
     */
    private fun backOff(): Duration = (interval * (1 shl faults.coerceAtMost(MAX_DOUBLINGS))).coerceAtMost(MAX_BACK_OFF)

    /** Close to the end the pause is cut, so that the last poll comes at the end and a login finished by then counts. */
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

    /** What to do next. */
    sealed interface Decision {
        /** Poll again [after] that long. */
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
        /** RFC 8628 §3.5. */
        val SLOW_DOWN: Duration = 5.seconds

        /** A server that says 0 is polled once a second all the same. */
        val MIN_INTERVAL: Duration = 1.seconds

        /** Unless the interval itself is longer. */
        val MAX_BACK_OFF: Duration = 30.seconds

        /** Failures of the server in a row after which polling ends: by default a minute and a half after the first one. */
        const val MAX_SERVER_FAILURES: Int = 5

        private const val MAX_DOUBLINGS = 8
    }
}
