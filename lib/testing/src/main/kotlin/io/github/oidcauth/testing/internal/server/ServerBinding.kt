package io.github.oidcauth.testing.internal.server

/** The transport of requests to a server. */
internal interface ServerBinding : AutoCloseable {
    /** The address of the server. */
    val url: String

    /** Passes requests to [respond]. Called once. */
    fun open(respond: (IncomingRequest) -> Reply)

    /** Refuses connections from now on. */
    fun stop()

    /** Accepts connections again. */
    fun restart()
}
