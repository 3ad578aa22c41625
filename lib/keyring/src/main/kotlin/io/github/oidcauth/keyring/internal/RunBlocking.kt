package io.github.oidcauth.keyring.internal

import kotlinx.coroutines.CoroutineScope
import java.util.concurrent.CancellationException
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.ForkJoinWorkerThread
import kotlinx.coroutines.runBlocking as runBlockingOnThread

/**
 * Runs [block], and blocks the thread until it is done. In a fork-join pool, where `CompletableFuture.supplyAsync` runs its
 * tasks, another thread replaces this one meanwhile, because a user may be asked.
 *
 * @throws CancellationException when the thread is interrupted; [block] is then cancelled, and the thread stays interrupted.
 */
internal fun <T> runBlocking(block: suspend CoroutineScope.() -> T): T =
    try {
        if (Thread.currentThread() is ForkJoinWorkerThread) runInPool(block) else runBlockingOnThread(block = block)
    } catch (e: InterruptedException) {
        Thread.currentThread().interrupt()
        throw CancellationException("The calling thread was interrupted.").apply { initCause(e) }
    }

private fun <T> runInPool(block: suspend CoroutineScope.() -> T): T {
    val waiting = Waiting(block)
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
        result = listOf(runBlockingOnThread(block = work))
        return true
    }
}
