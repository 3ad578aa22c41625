package io.github.oidcauth.providers

/** The members of [Auth0Management] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface Auth0ManagementForJava
