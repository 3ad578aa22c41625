package io.github.oidcauth.testing.internal.server

/** Accepts no connections: requests come through the HTTP client of the test. */
internal class InMemoryBinding : ServerBinding {
    override val url: String = "https://login.example"

    override fun open(respond: (IncomingRequest) -> Reply): Unit = Unit

    override fun stop(): Unit = Unit

    override fun restart(): Unit = Unit

    override fun close(): Unit = Unit
}
