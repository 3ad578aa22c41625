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
 * Polls until a user has finished a login elsewhere: a device login (RFC 8628 §3.5) or one on their own device (CIBA Core 1.0
 * §11).
 *
 * It respects the server's `interval`, `slow_down` and `Retry-After`, continues after temporary network failures, and ends
 * when the code expires. [OAuth2Client.pollingJob] makes one. Thread-safe: attempts run one at a time.
 */
public class PollingJob internal constructor(
    interval: Duration,
    private val lifetime: Duration,
    private val timeSource: TimeSource,
    private val poll: suspend () -> PollResult,
) {
    private val polling = DevicePolling(interval, timeout = lifetime, codeLifetime = lifetime)
    private val start = timeSource.markNow()

    /** Guards [polling] and orders [decision]. A request is sent while it is held. */
    private val mutex = Mutex()

    @Volatile
    private var decision: Decision = polling.first()

    /** The earliest time of the next attempt, counted from [start]. */
    @Volatile
    private var dueAt: Duration = (decision as? Decision.Wait)?.after ?: Duration.ZERO

    /** The time to wait before the next attempt; zero if it is due. An earlier attempt causes `slow_down`. */
    @get:JvmSynthetic
    public val nextAttemptIn: Duration get() = (dueAt - start.elapsedNow()).coerceAtLeast(Duration.ZERO)

    /** The time to wait before the next attempt, in milliseconds; zero if it is due. */
    public val nextAttemptInMillis: Long get() = nextAttemptIn.inWholeMilliseconds

    /**
     * Polls once, now. Returns null if the user has not finished; [nextAttemptIn] is the time until the next poll.
     *
     * @throws AuthException if the login has failed, and also if there was no usable response: then another attempt may
     *     succeed, unless the time for the login is over.
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
     * Polls until the user has finished, as often as the server allows.
     *
     * @throws AuthException if the server refuses, or the time for the login is over. It continues after network failures.
     */
    @JvmSynthetic
    public suspend fun await(): Token = checkNotNull(await { false })

    /**
     * Polls until the user has finished, or until [isOver] returns true, which is called before each attempt. Returns null if
     * [isOver] ended the polling.
     *
     * @throws AuthException if the server refuses, or the time for the login is over. It continues after network failures.
     */
    @JvmSynthetic
    public suspend fun await(isOver: suspend () -> Boolean): Token? {
        while (true) {
            delay(nextAttemptIn)
            if (isOver()) return null
            try {
                attempt()?.let { return it }
            } catch (e: AuthException) {
                // Still waiting: there was no usable response, and the next one may be usable.
                if (decision !is Decision.Wait) throw e
            }
        }
    }

    override fun toString(): String = "PollingJob(lifetime=$lifetime)"
}
