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
 * Runs [block] for at most [limit], counting only the time in which the process is awake. A process that is stopped (Ctrl-Z,
 * `SIGSTOP`) cannot read a response that has arrived, and must not discard it as late when it continues. Returns null on a
 * timeout, after [block] has been cancelled. Exceptions of [block] are thrown to the caller, and the caller's cancellation
 * cancels it.
 */
internal suspend fun <T : Any> withAwakeTimeoutOrNull(
    limit: Duration,
    timeSource: TimeSource,
    block: suspend () -> T,
): T? =
    coroutineScope {
        ensureActive()
        // It starts on this thread and runs there until it first suspends: starting it on another thread takes longer than
        // everything a request needs before it is sent.
        val work = async(start = CoroutineStart.UNDISPATCHED) { block() }
        if (work.endsWithin(limit, timeSource)) return@coroutineScope work.await()
        work.cancelAndJoin()
        try {
            // It may have ended at the same moment.
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

/** A machine that is too busy to resume in time looks like a stopped process. The limit keeps it from waiting forever. */
private const val MAX_STOPS = 10
