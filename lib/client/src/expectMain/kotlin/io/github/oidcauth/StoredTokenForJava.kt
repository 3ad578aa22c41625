package io.github.oidcauth

/** The members of [StoredToken] that callers in Java see in place of those with types of Kotlin. */
public expect sealed class StoredTokenForJava()
