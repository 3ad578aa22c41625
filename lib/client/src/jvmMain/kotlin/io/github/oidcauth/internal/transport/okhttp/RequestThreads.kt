package io.github.oidcauth.internal.transport.okhttp

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * Threads that run one request each until its response is there.
 *
 * They are not those of `Dispatchers.IO`, which wakes another thread for each task that may block: a request of a coroutine then
 * takes a quarter longer. A thread is created when it is needed and ends after some idle seconds. The threads are daemons.
 */
internal object RequestThreads {
    /** The maximum number of concurrent requests. Others wait, and their timeout is already running. */
    private const val MAX_REQUESTS = 512
    private const val IDLE_SECONDS = 10L
    private val count = AtomicInteger()

    private val executor =
        ThreadPoolExecutor(0, Int.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, SynchronousQueue()) { work ->
            // The thread inherits neither thread locals nor the class loader of the first caller.
            Thread(null, work, "oidc-auth-http-${count.incrementAndGet()}", 0, false).apply {
                isDaemon = true
                contextClassLoader = RequestThreads::class.java.classLoader
            }
        }

    /** Runs [work] on a thread of its own, whatever the number of requests. */
    fun run(work: Runnable): Unit = executor.execute(work)

    val dispatcher: CoroutineDispatcher = executor.asCoroutineDispatcher().limitedParallelism(MAX_REQUESTS)
}
