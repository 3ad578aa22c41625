package io.github.oidcauth

/**
 * Thrown when a login or a refresh is asked for after the process was told to end. Nothing was sent, and the stored token is as
 * it was.
 */
public class ShutdownException internal constructor(message: String) : AuthException(message)
