package io.github.oidcauth.cli

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.runBlocking
import java.util.concurrent.CountDownLatch

/**
 * Runs [action] and returns its exit code. If the process receives a signal to end (Ctrl-C, SIGTERM), [action] is cancelled,
 * and the process ends after [shutdownSequence] with the code of the signal, in place of the returned code.
 */
internal fun untilInterrupted(
    shutdownSequence: ShutdownSequence,
    action: suspend () -> Int,
): Int {
    val job = Job()
    val ended = CountDownLatch(1)
    val hook =
        Thread {
            job.cancel()
            shutdownSequence.run(ended)
        }
    Runtime.getRuntime().addShutdownHook(hook)
    return try {
        runBlocking(job) { action() }
    } catch (e: CancellationException) {
        // Only the hook cancels. Any other cancellation is a bug that must be visible.
        if (job.isActive) throw e
        ExitCode.INTERRUPTED
    } finally {
        ended.countDown()
    }
}
