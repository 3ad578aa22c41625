package io.github.oidcauth.sample.server.application

/** A parameter that does not parse. FastAPI responds with 422 with a list of such [problems]. */
internal class InvalidField(
    val problems: List<Map<String, Any?>>,
) : RuntimeException("A parameter does not parse.")
