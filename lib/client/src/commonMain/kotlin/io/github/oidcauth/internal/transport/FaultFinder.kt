package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException.Fault

/** Tells the faults of the network apart, which every platform and engine reports in its own exceptions. */
internal fun interface FaultFinder {
    /** Which fault [cause] stands for, or null when it is not a fault of the network at all. */
    fun find(cause: Throwable): Fault?

    /**
     * Returns what [cause] says about a request to [origin] beyond its fault, and what to do, in three short sentences at most; or
     * null when there is no more to say. They are printable, whoever caused it.
     */
    fun describe(
        cause: Throwable,
        origin: String,
    ): String? = null
}
