package io.github.oidcauth.http

/** The members of [ApiStream] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface ApiStreamForJava
