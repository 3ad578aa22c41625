package io.github.oidcauth.internal.protocol

import io.github.oidcauth.InvalidConfigException

/**
 * [uri] when a receiver of the program's own can be sent an answer there: a private-use scheme (RFC 8252 §7.1), an https URL
 * (§7.2), or http on this machine (§7.3).
 *
 * @throws InvalidConfigException otherwise.
 */
internal fun receiverRedirect(uri: String): String {
    val scheme = SCHEME.find(uri)?.value?.dropLast(1)
    val fault =
        when {
            uri.length > MAX_REDIRECT -> "has more than $MAX_REDIRECT characters."

            scheme == null -> "does not begin with a scheme in lower case, such as com.example.app:/callback."

            uri.any {
                it !in '!'..'~' || it in "\"<>\\^`{|}"
            } -> "has characters that do not belong in a URL. Percent-encode them."

            '?' in uri || '#' in uri -> "has a '?' or '#' in it."

            scheme in PROGRAMS -> "would be a program or a document of the browser's own."

            scheme in WEB && WebAddress.parse(uri)?.isSecure != true -> "is not https, nor http on this machine."

            else -> null
        }
    if (fault != null) throw InvalidConfigException("The redirect URI of the code receiver $fault")
    return uri
}

/** Browsers write schemes in lower case (RFC 3986 §6.2.2.1), and what comes back is compared letter by letter. */
private val SCHEME = Regex("^[a-z][a-z0-9+.-]*:")
private val WEB = setOf("http", "https")
private val PROGRAMS = setOf("javascript", "data", "file", "blob", "about", "view-source", "vbscript", "filesystem")
private const val MAX_REDIRECT = 1024
