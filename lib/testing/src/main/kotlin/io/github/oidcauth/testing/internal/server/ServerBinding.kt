package io.github.oidcauth.testing.internal.server

/** How requests get to a server. */
internal interface ServerBinding : AutoCloseable {
    /** Where the server is found. */
    val url: String

    /** Lets requests in to [answer]. Once. */
    fun open(answer: (IncomingRequest) -> Reply)

    /** From now on connections are refused. */
    fun takeDown()

    /** They are accepted again. */
    fun bringBack()
}
