package io.github.oidcauth

/** The person did not finish the login in time. Nothing was stored. The port of a browser login is held
 * for ten minutes, for a browser that comes too late. */
public class TimedOutException internal constructor(message: String) : AuthException(message)
