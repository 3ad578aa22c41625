package io.github.oidcauth

/** A server answered with the status [statusCode] and no OAuth error: the wrong address, a proxy, or a server in trouble. */
public class HttpException internal constructor(
    message: String,
    detail: String?,
    statusCode: Int,
) : AuthException(message, detail, statusCode)
