package io.github.oidcauth

/** The member of [InMemoryTokenStore] that callers in Java see in place of its function for a clock of Kotlin. */
public expect sealed class InMemoryTokenStoreForJava()
