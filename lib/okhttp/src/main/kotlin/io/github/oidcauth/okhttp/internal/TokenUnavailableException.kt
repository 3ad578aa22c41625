package io.github.oidcauth.okhttp.internal

import io.github.oidcauth.AuthException
import java.io.IOException

/** No token could be obtained for a request, because of [cause]. */
internal class TokenUnavailableException(cause: AuthException) : IOException(cause.message, cause)
