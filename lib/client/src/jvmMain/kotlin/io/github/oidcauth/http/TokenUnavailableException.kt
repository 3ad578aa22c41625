package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import java.io.IOException

/**
 * A request was not sent because no token could be obtained for it: the [AuthException] in other clothes, for HTTP clients that
 * throw nothing but [IOException]s. The message is that of [cause], and contains no secret.
 */
public class TokenUnavailableException(
    override val cause: AuthException,
) : IOException(cause.message, cause)
