package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import java.util.concurrent.Executor
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * Threads for whatever waits for a user: listening for a browser, interactions, code receivers. A login can wait for minutes, and
 * `Dispatchers.IO` has 64 threads for everything in the process, the refreshes of other tokens included.
 *
 * A thread is made when one is needed and ends after some seconds without work. They are daemons, as many as there is work.
 */
internal object InteractionThreads {
    private const val IDLE_SECONDS = 10L
    private val count = AtomicInteger()

    val executor: Executor =
        ThreadPoolExecutor(0, Int.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, SynchronousQueue()) { work ->
            // Inherits neither thread locals nor the class loader of the caller that comes first.
            Thread(null, work, "oidc-auth-waiting-${count.incrementAndGet()}", 0, false).apply {
                isDaemon = true
                contextClassLoader = InteractionThreads::class.java.classLoader
            }
        }

    val dispatcher: CoroutineDispatcher = executor.asCoroutineDispatcher()
}
