package io.github.oidcauth.okhttp.internal

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.TokenUnavailableException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.ForkJoinWorkerThread
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.milliseconds

/** OkHttp does not interrupt the thread of a call that is cancelled, and an interceptor cannot listen to it: so it is asked. */
private val INTERVAL = 50.milliseconds

/**
 * Runs [work] on this thread, which is one of OkHttp's, and waits until it is done or this cancellation has happened. A result that
 * is there at once, such as a token that is still valid, costs no switch of threads.
 *
 * @throws TokenUnavailableException if [work] fails with an [AuthException].
 * @throws IOException if [work] is cancelled; an [InterruptedIOException] if the thread is interrupted, which stays so, as OkHttp
 *     does it.
 */
internal fun <T> Cancellation.await(work: suspend () -> T): T =
    try {
        blocking { unlessCanceled(this, work) }
    } catch (e: AuthException) {
        throw TokenUnavailableException(e)
    } catch (e: InterruptedException) {
        Thread.currentThread().interrupt()
        throw InterruptedIOException("interrupted").apply { initCause(e) }
    } catch (e: CancellationException) {
        throw IOException("Canceled", e)
    }

private suspend fun <T> Cancellation.unlessCanceled(
    scope: CoroutineScope,
    work: suspend () -> T,
): T {
    val result = scope.async(start = CoroutineStart.UNDISPATCHED) { work() }
    while (!result.isCompleted) {
        if (isCanceled()) result.cancel() else withTimeoutOrNull(INTERVAL) { result.join() }
        if (result.isCancelled) break
    }
    return result.await()
}

/** In a fork-join pool, another thread replaces this one meanwhile: the token may come by a client that needs the common pool. */
private fun <T> blocking(work: suspend CoroutineScope.() -> T): T {
    if (Thread.currentThread() !is ForkJoinWorkerThread) return runBlocking(block = work)
    val waiting = Waiting(work)
    ForkJoinPool.managedBlock(waiting)
    return waiting.result.single()
}

private class Waiting<T>(
    private val work: suspend CoroutineScope.() -> T,
) : ForkJoinPool.ManagedBlocker {
    /** Empty until the work is done. */
    var result: List<T> = emptyList()

    override fun isReleasable(): Boolean = result.isNotEmpty()

    override fun block(): Boolean {
        result = listOf(runBlocking(block = work))
        return true
    }
}
