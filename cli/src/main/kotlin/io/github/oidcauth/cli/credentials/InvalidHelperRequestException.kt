package io.github.oidcauth.cli.credentials

import io.github.oidcauth.cli.framework.CommandFailure

/** Thrown when another program sends a request that its protocol does not have. [message] contains nothing of the request. */
internal class InvalidHelperRequestException(
    message: String,
) : CommandFailure(message)
