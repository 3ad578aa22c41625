package io.github.oidcauth.okhttp.internal

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.TokenUnavailableException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.TimeUnit
import kotlin.coroutines.Continuation
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.cancellation.CancellationException
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import kotlin.coroutines.intrinsics.startCoroutineUninterceptedOrReturn

/** OkHttp does not interrupt the thread of a call that is cancelled, and interceptors get no event, so the call is polled. */
private const val INTERVAL_MILLIS = 50L

/**
 * Runs [work] on this thread, which is one of OkHttp's, until it suspends, and then waits until it is done or this cancellation has
 * happened. So a token that is there costs no switch of threads, and no more than a few objects.
 *
 * @throws TokenUnavailableException if [work] fails with an [AuthException].
 * @throws IOException if [work] is cancelled; an [InterruptedIOException] if the thread is interrupted, which stays so, as OkHttp
 *     does it. The work itself may end later then.
 */
internal fun <T> Cancellation.await(work: suspend () -> T): T =
    try {
        val waiting = Waiting<T>(this)
        val result = work.startCoroutineUninterceptedOrReturn(waiting)
        @Suppress("UNCHECKED_CAST")
        if (result === COROUTINE_SUSPENDED) waiting.get() else result as T
    } catch (e: AuthException) {
        throw TokenUnavailableException(e)
    } catch (e: InterruptedException) {
        Thread.currentThread().interrupt()
        throw InterruptedIOException("interrupted").apply { initCause(e) }
    } catch (e: CancellationException) {
        throw IOException("Canceled", e)
    }

/** The thread that waits for a coroutine. In a fork-join pool, another one replaces it, as the token may come by the common pool. */
private class Waiting<T>(
    private val cancellation: Cancellation,
) : Continuation<T>,
    ForkJoinPool.ManagedBlocker {
    private val job = Job()
    private val done = CountDownLatch(1)

    @Volatile
    private var result: Result<T>? = null

    override val context: CoroutineContext = Dispatchers.Default + job

    override fun resumeWith(result: Result<T>) {
        this.result = result
        done.countDown()
    }

    fun get(): T {
        try {
            ForkJoinPool.managedBlock(this)
            return checkNotNull(result).getOrThrow()
        } finally {
            job.cancel()
        }
    }

    override fun isReleasable(): Boolean = result != null

    override fun block(): Boolean {
        while (!done.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
            if (cancellation.isCanceled()) throw CancellationException("The call was cancelled.")
        }
        return true
    }
}
