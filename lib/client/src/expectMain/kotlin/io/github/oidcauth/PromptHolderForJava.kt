package io.github.oidcauth

/** The members of [PromptHolder] that callers in Java see in place of those with types of Kotlin. */
public expect sealed class PromptHolderForJava()
