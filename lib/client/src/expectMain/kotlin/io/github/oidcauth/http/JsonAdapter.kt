package io.github.oidcauth.http

/** The JSON library of a program. */
public expect interface JsonAdapter
