package io.github.oidcauth.internal.concurrent

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.asCoroutineDispatcher
import java.util.concurrent.Executor
import java.util.concurrent.SynchronousQueue
import java.util.concurrent.ThreadPoolExecutor
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger

/**
 * Threads for everything that waits for a user: listening for a browser, interactions, code receivers. A login can wait for
 * minutes, and `Dispatchers.IO` has only 64 threads for the whole process, including the refreshes of other tokens.
 *
 * A thread is created when it is needed and ends after some idle seconds. The threads are daemons, and their number is not
 * limited.
 */
internal object InteractionThreads {
    private const val IDLE_SECONDS = 10L
    private val count = AtomicInteger()

    val executor: Executor =
        ThreadPoolExecutor(0, Int.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, SynchronousQueue()) { work ->
            // The thread inherits neither thread locals nor the class loader of the first caller.
            Thread(null, work, "oidc-auth-waiting-${count.incrementAndGet()}", 0, false).apply {
                isDaemon = true
                contextClassLoader = InteractionThreads::class.java.classLoader
            }
        }

    val dispatcher: CoroutineDispatcher = executor.asCoroutineDispatcher()
}
