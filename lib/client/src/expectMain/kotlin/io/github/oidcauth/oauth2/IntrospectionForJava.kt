package io.github.oidcauth.oauth2

/** The members of [Introspection] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface IntrospectionForJava
