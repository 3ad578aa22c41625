package io.github.oidcauth.internal.api

import io.github.oidcauth.http.JsonAdapter

/** Returns [value] as JSON text. @throws IllegalArgumentException when the adapter cannot write it. */
internal expect fun JsonAdapter.textOf(value: Any): String
