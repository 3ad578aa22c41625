package io.github.oidcauth.http

/** The setters of [ApiClientConfig.Builder] for types of Java. */
public expect sealed interface ApiClientConfigBuilderForJava
