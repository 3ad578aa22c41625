package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException.Fault

/** Classifies the exceptions of platforms and engines as faults of the network. */
internal fun interface FaultFinder {
    /** Returns the fault that caused [cause], or null when it is not a fault of the network. */
    fun find(cause: Throwable): Fault?

    /**
     * Returns a description of [cause] for a request to [origin] that is more specific than its fault, with advice, in at most
     * three short sentences; or null when there is none. The text is always printable.
     */
    fun describe(
        cause: Throwable,
        origin: String,
    ): String? = null
}
