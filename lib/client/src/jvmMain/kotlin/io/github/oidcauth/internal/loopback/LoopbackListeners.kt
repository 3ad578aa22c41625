package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackUnavailableException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext
import java.io.IOException

/**
 * Listeners on this machine's loopback interface.
 *
 * @param dispatcher may block. A listener occupies one of its threads while it waits, and none before and after.
 */
internal class LoopbackListeners(
    private val dispatcher: CoroutineDispatcher,
    private val pages: ClosingPages = StandardClosingPages(),
    private val limits: ConnectionLimits = ConnectionLimits(),
) : CallbackListeners {
    override suspend fun bind(ports: List<Int>): CallbackListener {
        var bound: LoopbackPort? = null
        try {
            withContext(dispatcher) { bound = firstFree(ports) }
        } catch (e: CancellationException) {
            // Cancelled after the port was taken, on the way back to the caller.
            bound?.close()
            throw e
        }
        return LoopbackListener(checkNotNull(bound), dispatcher, pages, limits)
    }

    private fun firstFree(ports: List<Int>): LoopbackPort {
        var cause: IOException? = null
        for (port in ports) {
            try {
                return LoopbackPort.take(port)
            } catch (e: IOException) {
                cause = e
            }
        }
        throw CallbackUnavailableException(explain(ports), cause)
    }

    private fun explain(ports: List<Int>): String {
        val advice = "Close the program that holds the port, or choose other redirect ports; 0 takes any that is free."
        val named = ports.distinct().map { if (it == 0) "0 (any free one)" else it.toString() }
        return when (named.size) {
            0 -> "No port was given for the browser to come back to. Choose at least one redirect port; 0 takes any that is free."

            1 -> "Port ${named.single()} of this machine cannot be listened on for the browser to come back to: " +
                "it is in use, or not allowed. $advice"

            else -> "None of the ports ${list(named)} of this machine can be listened on for the browser to come back to: " +
                "they are in use, or not allowed. $advice"
        }
    }

    private fun list(ports: List<String>): String {
        val shown = ports.take(MAX_NAMED).joinToString(", ")
        return if (ports.size <= MAX_NAMED) shown else "$shown and ${ports.size - MAX_NAMED} more"
    }

    private companion object {
        const val MAX_NAMED = 12
    }
}
