package io.github.oidcauth.internal.files

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.runInterruptible
import java.nio.channels.ClosedByInterruptException

/**
 * Runs [block] on [dispatcher] and interrupts it on cancellation. An interrupted channel closes and throws an `IOException`,
 * which must not be reported as a disk fault.
 *
 * A result can be lost if the cancellation happens while it is returned, so [block] must not return anything that has to be
 * closed.
 */
internal suspend fun <T> blocking(
    dispatcher: CoroutineDispatcher,
    block: () -> T,
): T =
    runInterruptible(dispatcher) {
        try {
            block()
        } catch (e: ClosedByInterruptException) {
            throw InterruptedException().apply { initCause(e) }
        }
    }
