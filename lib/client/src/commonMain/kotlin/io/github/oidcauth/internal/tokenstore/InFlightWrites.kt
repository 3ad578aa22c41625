package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.ShutdownException
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration

/**
 * Counts refreshes, from before they are sent until their tokens are stored, and other tokens that are being stored. Cancellation
 * waits for them; the end of a process does so only in [drain]. Thread-safe, without a lock.
 */
internal class InFlightWrites {
    private data class State(
        val isClosed: Boolean,
        val count: Int,
    )

    private val state = MutableStateFlow(State(isClosed = false, count = 0))

    /**
     * Runs [refresh], unless the process is about to end.
     *
     * @throws ShutdownException before [refresh] is called.
     */
    suspend fun <T> trackRefresh(refresh: suspend () -> T): T {
        while (true) {
            val before = state.value
            if (before.isClosed) throw shutDown()
            if (state.compareAndSet(before, before.copy(count = before.count + 1))) return track(refresh)
        }
    }

    /** Runs [write] for a token that has been received, even if the process is about to end. */
    suspend fun <T> trackWrite(write: suspend () -> T): T {
        state.update { it.copy(count = it.count + 1) }
        return track(write)
    }

    /**
     * Returns if a login may begin.
     *
     * @throws ShutdownException when the process is about to end.
     */
    fun requireOpen() {
        if (state.value.isClosed) throw shutDown()
    }

    /** Refuses new refreshes, and waits for those in progress. Returns whether all have ended within [timeout]. */
    suspend fun drain(timeout: Duration): Boolean {
        state.update { it.copy(isClosed = true) }
        if (state.value.count == 0) return true
        return withTimeoutOrNull(timeout) { state.first { it.count == 0 } } != null
    }

    /** Allows refreshes and logins again. */
    fun reopen(): Unit = state.update { it.copy(isClosed = false) }

    private suspend fun <T> track(action: suspend () -> T): T =
        try {
            action()
        } finally {
            state.update { it.copy(count = it.count - 1) }
        }

    private fun shutDown() =
        ShutdownException(
            "This process is about to end, so no login and no refresh begins. Nothing was sent. Start the program again.",
        )
}
