package io.github.oidcauth.cli.running

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TransportException
import kotlinx.coroutines.delay
import java.io.IOException
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * Replaces a token before it expires, and passes each new one to [write]. A failure is reported once and the attempt repeated:
 * as long as the token is valid, and for a server that is in trouble also longer.
 */
internal class TokenKeeper(
    private val source: TokenSource,
    /** Stores a token for its readers. May throw [IOException]. */
    private val write: suspend (Token) -> Unit,
    private val clock: Clock,
    private val random: () -> Double,
    private val warn: (String) -> Unit,
) {
    private var failures = 0
    private var reported: String? = null

    /** Obtains the first token and writes it. Repeats the attempt while the server is in trouble. */
    suspend fun begin(): Token {
        while (true) {
            try {
                return source.token().also { write(it) }
            } catch (e: AuthException) {
                if (!isTransient(e)) throw e
                sleepUntil(afterFailure(e))
            }
        }
    }

    /**
     * Keeps the token fresh, beginning with [first], which has been written. Returns the failure when the token has expired and
     * no other can be obtained without a user or another setting.
     */
    suspend fun run(first: Token): AuthException {
        var current = first
        var at = nextTime(current)
        while (true) {
            sleepUntil(at)
            at =
                try {
                    val token = source.token(current.takeIf { it.expiresAt != null })
                    if (token.accessToken != current.accessToken) write(token)
                    val isSame = token.accessToken == current.accessToken && token.expiresAt == current.expiresAt
                    current = token
                    if (isSame && token.expiresAt != null) pauseEnd() else nextTime(token).also { succeeded() }
                } catch (e: AuthException) {
                    val end = current.expiresAt
                    if (!isTransient(e) && end != null && end <= clock.now()) return e
                    val next = afterFailure(e)
                    if (end != null && end > clock.now()) minOf(next, end) else next
                } catch (e: IOException) {
                    afterFailure(e)
                }
        }
    }

    private fun nextTime(token: Token) = RefreshTime.of(token, clock.now(), random())

    private fun succeeded() {
        failures = 0
        reported = null
    }

    private fun afterFailure(failure: Exception): Instant {
        val message = failure.message.orEmpty()
        if (message.substringBefore(NEXT_TRY) != reported) {
            reported = message.substringBefore(NEXT_TRY)
            warn("the token is not refreshed, which is tried again. $message")
        }
        return pauseEnd()
    }

    private fun pauseEnd(): Instant = clock.now() + RefreshTime.pauseAfter(++failures, random())

    /**
     * Waits until the clock shows [time]. It is looked at in between, because a laptop that was suspended counts that time only
     * on its clock.
     */
    private suspend fun sleepUntil(time: Instant) {
        while (true) {
            val remaining = time - clock.now()
            if (!remaining.isPositive()) return
            delay(minOf(remaining, TICK))
        }
    }

    companion object {
        private val TICK = 20.seconds
        private const val NEXT_TRY = "The next try"
        private const val SERVER_ERROR = 500
        private const val TOO_MANY_REQUESTS = 429

        /** Returns true if [failure] says nothing about the client or the user: the same request may succeed later. */
        fun isTransient(failure: AuthException): Boolean {
            val status = failure.statusCode
            val isTrouble = status != null && (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS)
            return when (failure) {
                is TransportException, is TimedOutException, is StoreException -> true
                is ServerErrorException, is TemporarilyUnavailableException, is InvalidResponseException -> true
                is HttpException -> isTrouble
                else -> isTrouble
            }
        }
    }
}
