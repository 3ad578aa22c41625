package io.github.oidcauth.internal.json

/**
 * Returns the number that [content] is, or null if it is no number in JSON, or too large for all classes of numbers. Each platform
 * has its own classes for those that are not a `Long`.
 */
internal expect fun parseNumber(content: String): Number?
