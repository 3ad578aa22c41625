package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.future
import io.github.oidcauth.oauth2.PollingJob
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.function.BooleanSupplier

/**
 * [PollingJob] with futures, from [BlockingPollingJob.async]. Each function starts its work and returns a future at once,
 * which completes with the result or with an [AuthException].
 *
 * Cancelling that future cancels the work, as cancelling a coroutine does. The work runs on threads of `Dispatchers.Default`,
 * which complete the future too: pass an executor to `thenApplyAsync` and its like for a stage that blocks. Thread-safe.
 */
public class AsyncPollingJob internal constructor(
    private val job: PollingJob,
) {
    /** Returns the time to wait before the next attempt, in milliseconds, rounded up; zero if it is due. */
    public fun nextAttemptIn(): Duration = Duration.ofMillis(job.nextAttemptInMillis)

    /** @see PollingJob.next */
    public fun next(): CompletableFuture<Token?> = future { job.next() }

    /** @see PollingJob.attempt */
    public fun attempt(): CompletableFuture<Token?> = future { job.attempt() }

    /** @see PollingJob.await */
    public fun await(): CompletableFuture<Token> = future { job.await() }

    /**
     * Waits until the user has finished, or [isOver] returns true after a poll; then returns null. See
     * [PollingJob.await].
     */
    public fun await(isOver: BooleanSupplier): CompletableFuture<Token?> = future { job.await { isOver.asBoolean } }

    override fun toString(): String = job.toString()
}
