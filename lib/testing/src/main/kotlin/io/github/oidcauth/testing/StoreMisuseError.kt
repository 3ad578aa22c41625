package io.github.oidcauth.testing

/**
 * Thrown when a [StrictTokenStore] was used in a way that breaks real stores, always or sometimes. The message describes the
 * misuse and its consequence.
 *
 * An [AssertionError], so that no program handles it as a failure of the store.
 */
public class StoreMisuseError internal constructor(
    message: String,
) : AssertionError(message)
