package io.github.oidcauth.internal.transport

import io.github.oidcauth.AuthException
import java.io.IOException

/** Carries [failure], which is about a proxy, out of an engine that passes on I/O exceptions only. */
internal class ProxyFault(
    val failure: AuthException,
) : IOException(failure.message) {
    companion object {
        private const val MAX_CAUSES = 20

        /**
         * Returns the fault of a proxy behind [cause], or null when there is none. Where several addresses of a proxy were tried, the
         * failures of the others are suppressed exceptions of the first.
         */
        fun find(cause: Throwable): ProxyFault? =
            generateSequence(cause) { it.cause }
                .take(MAX_CAUSES)
                .flatMap { sequenceOf(it) + it.suppressed.asSequence() }
                .filterIsInstance<ProxyFault>()
                .firstOrNull()
    }
}
