package io.github.oidcauth

/** The members of [DeviceCode] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface DeviceCodeForJava
