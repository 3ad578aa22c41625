package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.ShutdownException
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration

/**
 * Refreshes from before they are sent until their tokens are stored, and other tokens that are being stored: what cancellation
 * waits for, and the end of a process does not. Thread-safe, without a lock.
 */
internal class InFlightWrites {
    private data class State(
        val isClosed: Boolean,
        val count: Int,
    )

    private val state = MutableStateFlow(State(isClosed = false, count = 0))

    /** Runs [refresh], unless the process is about to end. @throws ShutdownException before anything of it has run. */
    suspend fun <T> trackRefresh(refresh: suspend () -> T): T {
        while (true) {
            val before = state.value
            if (before.isClosed) throw shutDown()
            if (state.compareAndSet(before, before.copy(count = before.count + 1))) return track(refresh)
        }
    }

    /** Runs [write] of a token that has arrived already, at any time. */
    suspend fun <T> trackWrite(write: suspend () -> T): T {
        state.update { it.copy(count = it.count + 1) }
        return track(write)
    }

    /** @throws ShutdownException when no login shall begin any more. */
    fun requireOpen() {
        if (state.value.isClosed) throw shutDown()
    }

    /** Lets no refresh begin from now on, and waits for those that have. Returns whether none is left after [timeout]. */
    suspend fun drain(timeout: Duration): Boolean {
        state.update { it.copy(isClosed = true) }
        if (state.value.count == 0) return true
        return withTimeoutOrNull(timeout) { state.first { it.count == 0 } } != null
    }

    /** Lets refreshes and logins begin again. */
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
