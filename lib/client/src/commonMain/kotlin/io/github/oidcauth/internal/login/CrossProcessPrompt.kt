package io.github.oidcauth.internal.login

import io.github.oidcauth.AuthException
import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.interaction.PromptWaitOptions
import io.github.oidcauth.internal.interaction.nullIfFailing
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/**
 * Shows one prompt at a time for a key among the processes that share [store]. Waiting processes take the token of the process
 * that prompts, as soon as it is stored. The failure of another process is not known here, and its user may be another one, so
 * when it ends without a token, one of the waiting processes prompts.
 */
internal class CrossProcessPrompt(
    private val key: TokenKey,
    private val store: TokenStore,
    private val clock: Clock,
    private val waiting: PromptWaitOptions,
) {
    /**
     * Returns the result of [found], or else that of [prompt], which is called while this process holds the lock. [found] is
     * called while another process holds the lock, and once more when this one gets it.
     *
     * @throws TimedOutException when other processes held the lock for longer than the timeout.
     */
    suspend fun promptOrAwait(
        found: suspend () -> Token?,
        prompt: suspend () -> Token,
    ): Token {
        val start = waiting.timeSource.markNow()
        var pause = FIRST_PAUSE
        var reportedHolder: PromptHolder? = null
        while (true) {
            val holder =
                when (val lock = attempt()) {
                    is PromptLock.Held -> return runAndRelease(lock) { found() ?: prompt() }
                    is PromptLock.Busy -> lock.holder
                }
            found()?.let { return it }
            val left = effectiveTimeout - start.elapsedNow()
            if (!left.isPositive()) throw tooLong(holder)
            if (reportedHolder?.let { it.processId == holder.processId && it.host == holder.host } != true) {
                reportedHolder = holder
                nullIfFailing { waiting.tell(notice(holder, left)) }
            }
            delay(minOf(pause, left))
            pause = minOf(pause * 2, LONGEST_PAUSE)
        }
    }

    /** Every process prompts when the store cannot lock: a login that is shown twice is better than none. */
    private suspend fun attempt(): PromptLock =
        try {
            store.tryPromptLock(key)
        } catch (_: AuthException) {
            PromptLock.UNSHARED
        }

    private suspend fun <T> runAndRelease(
        lock: PromptLock.Held,
        action: suspend () -> T,
    ): T =
        try {
            action()
        } finally {
            withContext(NonCancellable) { nullIfFailing { lock.release() } }
        }

    private fun notice(
        holder: PromptHolder,
        left: Duration,
    ) = "A login is needed, and $holder ${since(holder)} for it. " +
        "This process waits until that login is done, for up to ${seconds(left + ALMOST)}."

    private fun tooLong(holder: PromptHolder) =
        TimedOutException(
            "The login that is needed was not done within ${seconds(effectiveTimeout)}: $holder ${since(holder)} for it. " +
                "Finish the login there, or end that process, and try again.",
        )

    private fun since(holder: PromptHolder): String =
        holder.since?.let { "has been asking for ${seconds((clock.now() - it).coerceAtLeast(Duration.ZERO))}" } ?: "is asking"

    private fun seconds(duration: Duration): String = duration.inWholeSeconds.seconds.toString()

    private val effectiveTimeout get() = waiting.timeout ?: DEFAULT_TIMEOUT

    companion object {
        /** The typical lifetime of device codes. A process that is stopped while it prompts must not block the others forever. */
        val DEFAULT_TIMEOUT: Duration = 15.minutes

        /** Rounds the remaining time up to whole seconds. */
        private val ALMOST = 999.milliseconds
        private val FIRST_PAUSE = 100.milliseconds
        private val LONGEST_PAUSE = 1.seconds
    }
}
