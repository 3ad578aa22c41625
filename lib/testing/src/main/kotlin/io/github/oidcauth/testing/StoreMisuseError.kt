package io.github.oidcauth.testing

/**
 * A [StrictTokenStore] was used in a way that real stores do not forgive, or not always. The message says in which way, and what
 * would come of it.
 *
 * An [AssertionError], so that no program takes it for a failure of the store and goes on.
 */
public class StoreMisuseError internal constructor(
    message: String,
) : AssertionError(message)
