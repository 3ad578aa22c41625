package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.AuthException
import java.io.IOException

/** Carries [failure], which is about a proxy, out of an engine that passes on I/O exceptions only. */
internal class ProxyFaultException(
    val failure: AuthException,
    /** True if the proxy could be reached, and said so. */
    private val isResponse: Boolean,
) : IOException(failure.message) {
    companion object {
        private const val MAX_CAUSES = 20

        /**
         * Returns the fault of a proxy behind [cause], or null when there is none.
         *
         * Where a proxy has several addresses, such as one of each IP version, the failures of the others are suppressed exceptions of the
         * first. What a proxy said is more telling than that another address did not say anything.
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
