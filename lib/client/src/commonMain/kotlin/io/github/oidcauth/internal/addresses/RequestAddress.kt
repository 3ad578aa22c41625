package io.github.oidcauth.internal.addresses

/**
 * Returns the reason why no request can be sent to [url], as a sentence, or null if one can. [WebAddress] has parsed the URL
 * before. The HTTP client refuses the same URLs, but with exceptions of its own.
 */
internal fun requestFault(url: String): String? {
    val parts = UrlParts.of(url)
    val hasInvalidPort = !parts.portDigits.isNullOrEmpty() && parts.port == null
    return "The address has a user name in it.".takeIf { parts.hasUserInfo }
        ?: hostFault(parts.host)
        ?: Ports.FAULT.takeIf { hasInvalidPort }
        ?: pathFault(parts.path)?.let { "The path of the address $it" }
        ?: "The query of the address is not percent-encoded.".takeIf {
            '|' in parts.query || queryParameters(parts.query) == null
        }
}
