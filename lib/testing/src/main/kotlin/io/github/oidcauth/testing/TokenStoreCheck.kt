package io.github.oidcauth.testing

import io.github.oidcauth.testing.internal.contract.CheckRunner
import kotlinx.coroutines.runBlocking
import java.util.concurrent.CancellationException

/**
 * A check of one property of every store. Checks do not depend on each other; each makes its own store. Immutable and
 * thread-safe.
 */
public class TokenStoreCheck internal constructor(
    /** The property in a sentence, such as `the lock is released when its holder is cancelled`. All names differ. */
    public val name: String,
    private val runner: CheckRunner,
) {
    /**
     * Makes a store and checks the property. Works on its own threads and in real time, independent of the caller's
     * dispatcher and clock. Cancellation ends it at once.
     *
     * @throws AssertionError that says what was expected and what happened instead; also if the store throws an unexpected
     *     exception, or a caller still waits after the time-out of the contract.
     */
    @JvmSynthetic
    public suspend fun verify(): Unit = runner.run()

    /**
     * Does the same as [verify], for callers without coroutines. In Java its name is `verify`.
     *
     * @throws AssertionError as [verify].
     * @throws CancellationException if the thread was interrupted, which it still is then.
     */
    @JvmName("verify")
    public fun verifyBlocking(): Unit =
        try {
            runBlocking { runner.run() }
        } catch (e: InterruptedException) {
            Thread.currentThread().interrupt()
            throw CancellationException("The calling thread was interrupted.").apply { initCause(e) }
        }

    override fun toString(): String = name
}
