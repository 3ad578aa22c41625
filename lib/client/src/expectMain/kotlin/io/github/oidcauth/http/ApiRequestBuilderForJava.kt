package io.github.oidcauth.http

/** The setters of [ApiRequest.Builder] for types of Java. */
public expect sealed interface ApiRequestBuilderForJava
