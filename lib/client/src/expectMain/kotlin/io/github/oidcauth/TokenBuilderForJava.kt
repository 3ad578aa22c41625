package io.github.oidcauth

/** The members of [Token.Builder] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface TokenBuilderForJava
