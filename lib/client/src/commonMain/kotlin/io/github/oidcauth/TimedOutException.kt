package io.github.oidcauth

/** The person did not finish the login in time. Nothing was stored, and nothing listens any more. */
public class TimedOutException internal constructor(message: String) : AuthException(message)
