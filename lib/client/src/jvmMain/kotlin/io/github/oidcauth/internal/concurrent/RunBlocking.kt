package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineScope
import java.util.concurrent.CancellationException
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.ForkJoinWorkerThread
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.EmptyCoroutineContext
import kotlinx.coroutines.runBlocking as runBlockingOnThread

/**
 * Runs [block] with [context], and blocks the thread until it is done. In a fork-join pool, where
 * `CompletableFuture.supplyAsync` runs its tasks, another thread replaces this one meanwhile: the JDK's HTTP client, which a
 * caller may provide, needs the common pool, which may have a single thread, and would otherwise wait for the blocked caller.
 *
 * @throws CancellationException when the thread is interrupted; [block] is then cancelled, and the thread stays interrupted.
 *     `InterruptedException` is checked, and lambdas could not throw it.
 */
internal fun <T> runBlocking(
    context: CoroutineContext = EmptyCoroutineContext,
    block: suspend CoroutineScope.() -> T,
): T =
    try {
        val whole = ProgramCalls.context + context
        if (Thread.currentThread() is ForkJoinWorkerThread) runInPool(whole, block) else runBlockingOnThread(whole, block)
    } catch (e: InterruptedException) {
        Thread.currentThread().interrupt()
        throw CancellationException("The calling thread was interrupted.").apply { initCause(e) }
    }

private fun <T> runInPool(
    context: CoroutineContext,
    block: suspend CoroutineScope.() -> T,
): T {
    val waiting = Waiting(context, block)
    ForkJoinPool.managedBlock(waiting)
    return waiting.result.single()
}

private class Waiting<T>(
    private val context: CoroutineContext,
    private val work: suspend CoroutineScope.() -> T,
) : ForkJoinPool.ManagedBlocker {
    /** Empty until the work is done. */
    var result: List<T> = emptyList()

    override fun isReleasable(): Boolean = result.isNotEmpty()

    override fun block(): Boolean {
        result = listOf(runBlockingOnThread(context, work))
        return true
    }
}
