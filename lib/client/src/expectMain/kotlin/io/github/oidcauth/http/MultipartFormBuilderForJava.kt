package io.github.oidcauth.http

/** The setters of [MultipartForm.Builder] for types of Java. */
public expect sealed interface MultipartFormBuilderForJava
