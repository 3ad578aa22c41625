package io.github.oidcauth.internal.json

/** Returns the number that [content], a number in JSON, is. Each platform has its own types for those that are not a `Long`. */
internal expect fun parseNumber(content: String): Number
