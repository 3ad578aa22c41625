package io.github.oidcauth

/**
 * Thrown when a login or a refresh is requested after the process began to shut down. Nothing was sent, and the stored token
 * is unchanged.
 */
public class ShutdownException(message: String) : AuthException(message)
