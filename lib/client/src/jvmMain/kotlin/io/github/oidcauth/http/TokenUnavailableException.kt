package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import java.io.IOException

/**
 * Thrown when a request was not sent because no token could be obtained for it: an [IOException], for HTTP clients that throw no
 * others. [cause] is the [AuthException]. The message is that of [cause], and contains no secret.
 */
public class TokenUnavailableException(
    override val cause: AuthException,
) : IOException(cause.message, cause)
