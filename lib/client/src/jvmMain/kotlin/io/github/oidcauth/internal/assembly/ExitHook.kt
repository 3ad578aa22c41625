package io.github.oidcauth.internal.assembly

import kotlinx.coroutines.runBlocking
import java.util.concurrent.atomic.AtomicReference
import kotlin.time.Duration

/** Drains the flows of the process when the JVM ends, if the program has requested it. Thread-safe. */
internal class ExitHook(
    private val addToJvm: (Thread) -> Unit = Runtime.getRuntime()::addShutdownHook,
    private val drain: suspend (Duration) -> Unit = { SessionRegistry.drain(it) },
) {
    private val drainTimeout = AtomicReference<Duration?>()

    fun install(timeout: Duration) {
        if (drainTimeout.getAndSet(timeout) != null) return
        try {
            addToJvm(Thread({ drainTimeout.get()?.let { runBlocking { drain(it) } } }, "oidc-auth-exit"))
        } catch (_: IllegalStateException) {
            // The JVM is ending already.
        }
    }

    companion object {
        /** The hook of this process. */
        val ofProcess: ExitHook by lazy { ExitHook() }
    }
}
