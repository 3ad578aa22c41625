package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/**
 * Runs [block] for no longer than [limit], in which the process is awake: while it is stopped (Ctrl-Z, `SIGSTOP`) it cannot take a
 * response that has arrived, and must not throw it away for being late afterwards. Returns null when that was not enough; then
 * [block] has been cancelled. What it throws is thrown, and it is cancelled with its caller.
 */
internal suspend fun <T : Any> withAwakeTimeoutOrNull(
    limit: Duration,
    timeSource: TimeSource,
    block: suspend () -> T,
): T? =
    coroutineScope {
        ensureActive()
        // On this thread up to where it waits: to start it on another one takes longer than a request needs before it is sent.
        val work = async(start = CoroutineStart.UNDISPATCHED) { block() }
        if (work.endsWithin(limit, timeSource)) return@coroutineScope work.await()
        work.cancelAndJoin()
        try {
            // It may have ended in the same moment.
            work.await()
        } catch (_: CancellationException) {
            currentCoroutineContext().ensureActive()
            null
        }
    }

private suspend fun Job.endsWithin(
    limit: Duration,
    timeSource: TimeSource,
): Boolean {
    var left = limit
    var stops = 0
    while (left.isPositive()) {
        val slice = minOf(left, SLICE)
        val start = timeSource.markNow()
        if (withTimeoutOrNull(slice) { join() } != null) return true
        val wasStopped = start.elapsedNow() >= slice + SLICE
        if (!wasStopped || ++stops > MAX_STOPS) left -= slice
    }
    return false
}

private val SLICE = 1.seconds

/** A machine that is too busy to come back in time looks like one that was stopped, and is not waited for for ever. */
private const val MAX_STOPS = 10
