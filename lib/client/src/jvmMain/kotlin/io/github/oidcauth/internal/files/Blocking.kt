package io.github.oidcauth.internal.files

import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.runInterruptible
import java.nio.channels.ClosedByInterruptException

/**
 * Runs [block] on [dispatcher] and interrupts it on cancellation. A channel that is interrupted closes and throws an
 * `IOException`, which must not be taken for a fault of the disk.
 *
 * A result may get lost to a cancellation that comes while it is handed over; what has to be closed is kept elsewhere.
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
