package io.github.oidcauth

/** The members of [TokenSourceOptions.Builder] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface TokenSourceOptionsBuilderForJava
