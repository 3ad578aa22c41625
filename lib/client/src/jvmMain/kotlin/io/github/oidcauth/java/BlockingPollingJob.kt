package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.concurrent.runBlocking
import io.github.oidcauth.oauth2.PollingJob
import java.time.Duration
import java.util.function.BooleanSupplier

/**
 * [PollingJob] for callers without coroutines. The functions keep the calling thread until they are done; interrupt it to
 * cancel them. Thread-safe.
 */
public class BlockingPollingJob internal constructor(
    private val job: PollingJob,
) {
    /** Returns the time to wait before the next attempt, in milliseconds, rounded up; zero if it is due. */
    public fun nextAttemptIn(): Duration = Duration.ofMillis(job.nextAttemptInMillis)

    /** @see PollingJob.next */
    @Throws(AuthException::class)
    public fun next(): Token? = runBlocking { job.next() }

    /** @see PollingJob.attempt */
    @Throws(AuthException::class)
    public fun attempt(): Token? = runBlocking { job.attempt() }

    /** @see PollingJob.await */
    @Throws(AuthException::class)
    public fun await(): Token = runBlocking { job.await() }

    /**
     * Waits until the user has finished, or [isOver] returns true after a poll; then returns null. See
     * [PollingJob.await].
     */
    @Throws(AuthException::class)
    public fun await(isOver: BooleanSupplier): Token? = runBlocking { job.await { isOver.asBoolean } }

    /** Returns the same job with futures. */
    public fun async(): AsyncPollingJob = AsyncPollingJob(job)

    override fun toString(): String = job.toString()
}
