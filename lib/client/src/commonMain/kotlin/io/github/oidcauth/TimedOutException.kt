package io.github.oidcauth

/**
 * Thrown when the user did not finish the login in time. Nothing was stored. The port of a browser login is held for ten minutes,
 * so that no other user receives a late callback.
 */
public class TimedOutException(message: String) : AuthException(message)
