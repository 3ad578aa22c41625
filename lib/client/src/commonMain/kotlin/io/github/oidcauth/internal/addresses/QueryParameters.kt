package io.github.oidcauth.internal.addresses

import io.ktor.http.URLDecodeException
import io.ktor.http.decodeURLQueryComponent

/**
 * Parses the parameters of a URL's [query]: every value of every name. They are form-encoded, so `+` is a space (RFC 6749 §4.1.1,
 * §4.1.2 and appendix B). Returns null when the percent-encoding is malformed.
 */
internal fun queryParameters(query: String): Map<String, List<String>>? =
    try {
        query.split('&').filter { it.isNotEmpty() }.groupBy(
            { it.substringBefore('=').decodeURLQueryComponent(plusIsSpace = true) },
            { it.substringAfter('=', "").decodeURLQueryComponent(plusIsSpace = true) },
        )
    } catch (_: URLDecodeException) {
        null
    }
