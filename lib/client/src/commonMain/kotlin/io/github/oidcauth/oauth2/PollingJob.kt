package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.responses.DevicePolling
import io.github.oidcauth.internal.responses.DevicePolling.Decision
import io.github.oidcauth.internal.responses.PollResult
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.concurrent.Volatile
import kotlin.jvm.JvmSynthetic
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * Waits for a user to finish elsewhere: a device login (RFC 8628 §3.5) or one on their own device (CIBA Core 1.0 §11).
 *
 * It keeps to the server's `interval`, `slow_down` and `Retry-After`, goes on over a network that is down for a while, and ends
 * when the code does. [OAuth2Client.pollingJob] makes one. Thread-safe: attempts take turns.
 */
public class PollingJob internal constructor(
    interval: Duration,
    private val lifetime: Duration,
    private val timeSource: TimeSource,
    private val poll: suspend () -> PollResult,
) {
    private val polling = DevicePolling(interval, timeout = lifetime, codeLifetime = lifetime)
    private val start = timeSource.markNow()

    /** Guards [polling] and orders [decision]. A request is made under it. */
    private val mutex = Mutex()

    @Volatile
    private var decision: Decision = polling.first()

    /** When the next attempt may be made, counted from [start]. */
    @Volatile
    private var dueAt: Duration = (decision as? Decision.Wait)?.after ?: Duration.ZERO

    /** How long to wait before the next attempt; zero when it is due. An earlier one earns `slow_down`. */
    @get:JvmSynthetic
    public val nextAttemptIn: Duration get() = (dueAt - start.elapsedNow()).coerceAtLeast(Duration.ZERO)

    /** How long to wait before the next attempt, in milliseconds; zero when it is due. */
    public val nextAttemptInMillis: Long get() = nextAttemptIn.inWholeMilliseconds

    /**
     * Asks once, now. Null while the user has not finished; [nextAttemptIn] says when to ask again.
     *
     * @throws AuthException when the login has failed for good, and also when there was no usable response: then another attempt
     * may succeed, unless the time for the login is over.
     */
    @JvmSynthetic
    public suspend fun attempt(): Token? =
        mutex.withLock {
            val response = poll()
            val elapsed = start.elapsedNow()
            val next = polling.next(response, elapsed)
            decision = next
            when (next) {
                is Decision.Done -> {
                    next.token
                }

                is Decision.Failed -> {
                    throw next.cause
                }

                is Decision.Wait -> {
                    dueAt = elapsed + next.after
                    if (response is PollResult.Retryable) throw response.cause
                    null
                }
            }
        }

    /**
     * Asks until the user has finished, as often as the server allows.
     *
     * @throws AuthException when the server refuses, or the time for the login is over. A network that is down is waited for.
     */
    @JvmSynthetic
    public suspend fun await(): Token = checkNotNull(await { false })

    /**
     * Asks until the user has finished or [isOver] says so, which it is asked before each attempt. Null when it was over
     * before.
     *
     * @throws AuthException when the server refuses, or the time for the login is over. A network that is down is waited for.
     */
    @JvmSynthetic
    public suspend fun await(isOver: suspend () -> Boolean): Token? {
        while (true) {
            delay(nextAttemptIn)
            if (isOver()) return null
            try {
                attempt()?.let { return it }
            } catch (e: AuthException) {
                // Still waiting: there was no usable response, and the next may be one.
                if (decision !is Decision.Wait) throw e
            }
        }
    }

    override fun toString(): String = "PollingJob(lifetime=$lifetime)"
}
