package io.github.oidcauth

/** Thrown when the host is not the base URL of an application, or is one that must not receive a token. */
public class InvalidHostException(message: String) : AuthException(message)
