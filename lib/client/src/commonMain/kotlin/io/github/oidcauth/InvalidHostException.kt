package io.github.oidcauth

/** The host is not the base URL of an application, or one that a token must not be sent to. */
public class InvalidHostException internal constructor(message: String) : AuthException(message)
