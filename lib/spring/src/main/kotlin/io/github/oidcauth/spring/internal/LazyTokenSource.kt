package io.github.oidcauth.spring.internal

import io.github.oidcauth.AuthException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/**
 * A source that is made by [connect] when the first token is needed, so that an application starts without its server. After a
 * failure, callers get the same one until a delay is over, from one second on and twice as long each time.
 */
internal class LazyTokenSource(
    private val name: String,
    private val time: TimeSource = TimeSource.Monotonic,
    private val connect: suspend () -> TokenSource,
) : TokenSource {
    private val mutex = Mutex()

    @Volatile
    private var source: TokenSource? = null
    private var failure: Failure? = null

    override suspend fun token(rejected: Token?): Token = connected().token(rejected)

    override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = connected().stepUp(rejected, challenge)

    private suspend fun connected(): TokenSource = source ?: mutex.withLock { source ?: connectNow().also { source = it } }

    private suspend fun connectNow(): TokenSource {
        val before = failure
        if (before != null && before.end.hasNotPassedNow()) throw before.cause
        try {
            return connect()
        } catch (e: AuthException) {
            val delay = before?.let { (it.delay * 2).coerceAtMost(LONGEST_DELAY) } ?: FIRST_DELAY
            failure = Failure(e, delay, time.markNow() + delay)
            throw e
        }
    }

    override fun toString(): String = "TokenSource($name)"

    private class Failure(
        val cause: AuthException,
        val delay: kotlin.time.Duration,
        val end: TimeMark,
    )

    private companion object {
        val FIRST_DELAY = 1.seconds
        val LONGEST_DELAY = 32.seconds
    }
}
