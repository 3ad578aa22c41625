package io.github.oidcauth.sample.server

/** The two applications of a server. */
internal enum class Mode(
    val prefix: String,
) {
    PASSTHROUGH(""),
    BROKER("/broker"),
    ;

    fun base(server: SampleServer): String = if (this == BROKER) server.brokerUrl else server.url

    override fun toString(): String = name.lowercase()
}
