package io.github.oidcauth.cli

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.runBlocking
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

/** A refresh on its way brings a token that exists nowhere else yet, so its answer is worth some patience. */
private const val GRACE_SECONDS = 10L

/**
 * Runs [action] and returns its exit code. When the process is told to end (Ctrl-C, SIGTERM), [action] is cancelled and given
 * [GRACE_SECONDS] to clean up; the process then ends with the code of the signal, whatever is returned here.
 */
internal fun untilInterrupted(action: suspend () -> Int): Int {
    val job = Job()
    val ended = CountDownLatch(1)
    val hook =
        Thread {
            job.cancel()
            ended.await(GRACE_SECONDS, TimeUnit.SECONDS)
        }
    Runtime.getRuntime().addShutdownHook(hook)
    return try {
        runBlocking(job) { action() }
    } catch (e: CancellationException) {
        // Only the hook cancels. Any other cancellation is a fault that must be seen.
        if (job.isActive) throw e
        ExitCode.INTERRUPTED
    } finally {
        ended.countDown()
    }
}
