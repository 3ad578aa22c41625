package io.github.oidcauth

/** The members of [TokenSourceOptions] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface TokenSourceOptionsForJava
