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
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * Polls until a user has finished a login elsewhere: a device login (RFC 8628 §3.5) or one on their own device (CIBA Core 1.0
 * §11).
 *
 * - [await] waits for the user.
 * - [next] waits until a poll is due, and polls once: for a program with a loop of its own.
 * - [attempt] polls once and does not wait: for a program with a timer of its own.
 *
 * None of them polls earlier than the server allows: they respect its `interval`, `slow_down` and `Retry-After`. After the end
 * of the login all of them return the same token, or throw the same exception, and send nothing. [OAuth2Client.pollingJob],
 * [OAuth2Client.devicePollingJob] and [OAuth2Client.backchannelPollingJob] make a job. Thread-safe: requests are sent one at a
 * time. If a call is cancelled while it sends a request, the server may have issued the token all the same,
 * and the next poll is due an interval later.
 */
public class PollingJob internal constructor(
    interval: Duration,
    private val lifetime: Duration,
    private val timeSource: TimeSource,
    private val poll: suspend () -> PollResult,
    /** Called once with the token, before it is returned. */
    private val notifyObtained: suspend (Token) -> Unit,
) : PollingJobForJava {
    private val polling = DevicePolling(interval, timeout = lifetime, codeLifetime = lifetime)
    private val start = timeSource.markNow()

    /** Guards [polling], and orders [dueAt] and [end]. A request is sent, and [next] waits, while it is held. */
    private val mutex = Mutex()

    /** The earliest time of the next request, counted from [start]. */
    @Volatile
    private var dueAt: Duration = (polling.first() as? Decision.Wait)?.after ?: Duration.ZERO

    /** The end of the login, or null while it is not over. */
    @Volatile
    private var end: Decision? = null

    /** The time to wait before the next [attempt]; zero if it is due, or if the login is over. */
    @get:JvmSynthetic
    public val nextAttemptIn: Duration
        get() = if (end == null) (dueAt - start.elapsedNow()).coerceAtLeast(Duration.ZERO) else Duration.ZERO

    /** The time to wait before the next [attempt], in milliseconds, rounded up; zero if it is due, or if the login is over. */
    public val nextAttemptInMillis: Long get() = (nextAttemptIn + 1.milliseconds - 1.nanoseconds).inWholeMilliseconds

    /**
     * Waits until a poll is due, then polls once. Returns null if the user has not finished, or if there was no usable response
     * and a later one may be usable, as after a network failure.
     *
     * @throws AuthException if the login has failed, or the time for it is over.
     */
    @JvmSynthetic
    public suspend fun next(): Token? =
        mutex.withLock {
            if (end == null) {
                delay(nextAttemptIn)
                ask()
            }
            result()
        }

    /**
     * Polls once, without waiting. Returns null if the user has not finished; [nextAttemptIn] is the time until the next poll.
     *
     * @throws IllegalStateException if no poll is due yet, so that nothing was sent: a server responds to polls that come too early
     *     with `slow_down` and makes everybody wait longer. Call [next], or this after [nextAttemptIn].
     * @throws AuthException if the login has failed, and also if there was no usable response: then another attempt may
     *     succeed, unless the time for the login is over.
     */
    @JvmSynthetic
    public suspend fun attempt(): Token? {
        requireDue()
        return mutex.withLock {
            // Another caller may have polled meanwhile.
            requireDue()
            delay(nextAttemptIn)
            val response = if (end == null) ask() else null
            if (end == null && response is PollResult.Retryable) throw response.cause
            result()
        }
    }

    /**
     * Polls until the user has finished, as often as the server allows.
     *
     * @throws AuthException if the server refuses, or the time for the login is over. It continues after network failures.
     */
    @JvmSynthetic
    public suspend fun await(): Token {
        while (true) next()?.let { return it }
    }

    /**
     * Polls until the user has finished, or until [isOver] returns true. It is called after each poll and then every second, so
     * that there is one poll even if it returns true at once. Returns null if [isOver] ended the polling.
     *
     * @throws AuthException if the server refuses, or the time for the login is over. It continues after network failures.
     */
    @JvmSynthetic
    public suspend fun await(isOver: suspend () -> Boolean): Token? {
        while (true) {
            next()?.let { return it }
            do {
                if (isOver()) return null
                val rest = nextAttemptIn
                delay(minOf(rest, BETWEEN_QUESTIONS))
            } while (rest > Duration.ZERO)
        }
    }

    /** Polls, and decides how to go on. The caller holds [mutex] and has checked that a poll is due. */
    private suspend fun ask(): PollResult {
        // A poll that is cancelled may have reached the server, so that the next one waits for its interval too.
        val sentAt = start.elapsedNow()
        (polling.again(sentAt) as? Decision.Wait)?.let { dueAt = sentAt + it.after }
        val response = poll()
        val elapsed = start.elapsedNow()
        val next = polling.next(response, elapsed)
        if (next is Decision.Wait) dueAt = elapsed + next.after else end = next
        if (next is Decision.Done) notifyObtained(next.token)
        return response
    }

    private fun result(): Token? =
        when (val decision = end) {
            is Decision.Done -> decision.token
            is Decision.Failed -> throw decision.cause
            is Decision.Wait, null -> null
        }

    private fun requireDue() {
        val rest = nextAttemptIn
        check(rest <= TOLERANCE) {
            "The next poll is due in $rest, and nothing was sent. Call next(), which waits, or attempt() after nextAttemptIn."
        }
    }

    override fun toString(): String = "PollingJob(lifetime=$lifetime)"

    private companion object {
        /** A timer may fire a little too early. An attempt waits for so long, in place of being refused. */
        val TOLERANCE = 50.milliseconds

        val BETWEEN_QUESTIONS = 1.seconds
    }
}
