// Tested by TransportTest and EngineFaultsTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.addresses.UrlParts
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive

/** Turns the exceptions of HTTP engines into those of this library. */
internal class TransportFaults(
    private val faults: FaultFinder,
) {
    /**
     * Returns the exception to throw for [cause], with which a request to [url] ended: a [TransportException] for a fault of the
     * network, else [cause] itself.
     *
     * @throws CancellationException when the caller was cancelled.
     */
    suspend fun translate(
        cause: Exception,
        url: String,
    ): Exception {
        if (cause is TransportException) return cause
        // Either the caller was cancelled, or the engine gave up on the request; the engine reports both in the same way.
        if (cause is CancellationException) currentCoroutineContext().ensureActive()
        // Engines throw all kinds of exceptions; only known faults of the network are translated.
        val fault = faults.find(cause) ?: return cause
        // Before the server has responded, the messages come from this machine, except for the names in the server's
        // certificate, which are on lines of their own.
        val mayBeServers = fault == Fault.CONNECTION_LOST || !cause.isOneLine()
        val origin = UrlParts.of(url).origin
        val words = faults.describe(cause, origin) ?: describe(fault, origin)
        return TransportException(fault, words, if (mayBeServers) RedactedEngineException(cause) else cause)
    }

    private fun describe(
        fault: Fault,
        origin: String,
    ): String =
        when (fault) {
            // Failures of a proxy have their own messages. These remind of the proxy, because a missing one is a common mistake.
            Fault.UNKNOWN_HOST -> {
                "The host name of $origin could not be found. Check the spelling and your network. $PROXY_ADVICE"
            }

            Fault.CONNECTION_REFUSED -> {
                "Nothing responds at $origin. Check the address and port. $PROXY_ADVICE"
            }

            Fault.TLS -> {
                "No secure connection to $origin could be established. Check the address, and whether its certificate is trusted."
            }

            Fault.TIMEOUT -> {
                "$origin did not respond in time. Try again. $PROXY_ADVICE"
            }

            Fault.CONNECTION_LOST -> {
                "The connection to $origin broke before the response was complete. Try again."
            }
        }

    private fun Throwable.isOneLine(): Boolean =
        generateSequence(this) { it.cause }.take(MAX_CAUSES).none { cause -> cause.message.orEmpty().any { it.isISOControl() } }

    companion object {
        private const val PROXY_ADVICE = "If it is reached through a proxy, check HTTPS_PROXY and NO_PROXY."
        private const val MAX_CAUSES = 20

        /** Returns the exception for a server at [url] that has not responded [within] the time. */
        fun timeout(
            url: String,
            within: kotlin.time.Duration,
        ): TransportException =
            TransportException(Fault.TIMEOUT, "${UrlParts.of(url).origin} did not respond within $within.")
    }
}
