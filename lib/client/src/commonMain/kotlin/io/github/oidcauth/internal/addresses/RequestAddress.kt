package io.github.oidcauth.internal.addresses

/**
 * Returns why no request can be sent to [url], as a sentence, or null if one can. [WebAddress] has parsed the URL before. The
 * HTTP client refuses the same URLs, but with exceptions of its own.
 */
internal fun requestFault(url: String): String? {
    val rest = url.substringAfter("://").substringBefore('#')
    val authority = rest.takeWhile { it !in "/?" }
    val port = PORT.find(authority)?.value?.drop(1).orEmpty()
    val query = rest.substringAfter('?', "")
    return hostFault(authority.replace(PORT, "").lowercase())
        ?: "A port is a number from 1 to $MAX_PORT.".takeIf { port.isNotEmpty() && port.toIntOrNull() !in 1..MAX_PORT }
        ?: pathFault(rest.drop(authority.length).substringBefore('?'))?.let { "The path of the address $it" }
        ?: "The query of the address is not percent-encoded.".takeIf { '|' in query || queryParameters(query) == null }
}

private const val MAX_PORT = 65_535
private val PORT = Regex(":[0-9]*$")
