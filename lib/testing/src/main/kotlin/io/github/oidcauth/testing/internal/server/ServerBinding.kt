package io.github.oidcauth.testing.internal.server

/** How requests get to a server. */
internal interface ServerBinding : AutoCloseable {
    /** Where the server is found. */
    val url: String

    /** Lets requests in to [respond]. Once. */
    fun open(respond: (IncomingRequest) -> Reply)

    /** From now on connections are refused. */
    fun stop()

    /** They are accepted again. */
    fun restart()
}
