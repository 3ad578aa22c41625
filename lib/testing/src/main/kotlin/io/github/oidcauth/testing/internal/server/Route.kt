package io.github.oidcauth.testing.internal.server

import io.github.oidcauth.testing.ServerEndpoint

/** What responds at a path. */
internal class Route(
    val endpoint: ServerEndpoint,
    val method: String,
    /** The parameters that mean something here. */
    val known: Set<String>,
    /** How an error looks here. */
    val onFault: (IncomingRequest, OAuthErrorException) -> Reply.Response,
    val respond: (IncomingRequest) -> Reply.Response,
)
