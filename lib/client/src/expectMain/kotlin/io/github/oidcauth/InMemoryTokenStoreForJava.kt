package io.github.oidcauth

/** What callers in Java find on [InMemoryTokenStore] in place of its function for a clock of Kotlin. */
public expect sealed class InMemoryTokenStoreForJava()
