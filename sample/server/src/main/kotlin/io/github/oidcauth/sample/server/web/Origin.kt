package io.github.oidcauth.sample.server.web

/** Scheme, host and port of the running server, without a slash at the end. */
internal class Origin(
    val url: String,
)
