package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.AuthException
import java.io.IOException

/** Wraps [failure], which is about a proxy, for engines that pass on I/O exceptions only. */
internal class ProxyFaultException(
    val failure: AuthException,
    /** True if the proxy responded with the failure. */
    private val isResponse: Boolean,
) : IOException(failure.message) {
    companion object {
        private const val MAX_CAUSES = 20

        /**
         * Returns the fault of a proxy in [cause], or null when there is none.
         *
         * If a proxy has several addresses, such as one for each IP version, the failures of the others are suppressed exceptions
         * of the first. A response of the proxy is more informative than another address that did not respond.
         */
        fun find(cause: Throwable): ProxyFaultException? {
            val faults =
                causes(cause)
                    .flatMap { withSuppressed(it) }
                    .flatMap { withSuppressed(it) }
                    .filterIsInstance<ProxyFaultException>()
                    .toList()
            return faults.firstOrNull { it.isResponse } ?: faults.firstOrNull()
        }

        private fun causes(e: Throwable): Sequence<Throwable> = generateSequence(e) { it.cause }.take(MAX_CAUSES)

        private fun withSuppressed(e: Throwable): Sequence<Throwable> =
            listOf(e).asSequence() + e.suppressed.asSequence().flatMap(::causes)
    }
}
