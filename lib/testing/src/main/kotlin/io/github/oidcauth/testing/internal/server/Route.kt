package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerEndpoint

/** The handler of a path. */
internal class Route(
    val endpoint: ServerEndpoint,
    val methods: Set<String>,
    /** The known parameters of this route. */
    val known: Set<String>,
    /** Makes the error response of this route. */
    val onFault: (IncomingRequest, OAuthErrorException) -> Reply.Response,
    val respond: (IncomingRequest) -> Reply.Response,
)
