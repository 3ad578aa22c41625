package io.github.oidcauth.internal.addresses

/**
 * A URL, split into its parts (RFC 3986 §3). Nothing is decoded, normalised or validated: [WebAddress], [requestFault] and
 * [BaseUrl] decide if the URL may be requested, shown or trusted.
 */
internal class UrlParts private constructor(
    /** The text before `://`, in lower case, or null if there is no `://`. */
    val scheme: String?,
    /** Scheme and authority as they are written. */
    val beginning: String,
    /** User name, host and port as they are written. */
    val authority: String,
    /** Path, query and fragment as they are written. */
    val tail: String,
) {
    private val place = HostAndPort.of(authority.substringAfterLast('@'))

    /** True if [scheme] has only the characters of a scheme (RFC 3986 §3.1), and is not longer than any scheme in use. */
    val isSchemeValid: Boolean
        get() =
            scheme != null && scheme.length in 1..MAX_SCHEME && scheme.first() in 'a'..'z' &&
                scheme.all { it in 'a'..'z' || it in '0'..'9' || it in "+.-" }

    val hasUserInfo: Boolean get() = '@' in authority

    /** The host in lower case; an IPv6 address has its brackets. */
    val host: String = place.host.lowercase()

    /** The digits of the port, which may be empty, or null if there is no colon before them. */
    val portDigits: String? get() = place.portDigits

    /** The port in the URL, from 1 to 65535, or null if there is none or it is not valid. */
    val port: Int? get() = place.port

    /**
     * Scheme, host and port in lower case, without the user name and without the default port (RFC 6454 §4). Two URLs belong to
     * the same server exactly when their origins are equal.
     */
    val origin: String
        get() {
            val isDefault = portDigits.isNullOrEmpty() || portDigits == Ports.defaultOf(scheme)?.toString()
            return scheme?.let { "$it$SEPARATOR" }.orEmpty() + host + (if (isDefault) "" else ":$portDigits")
        }

    val path: String get() = tail.takeWhile { it !in "?#" }

    /** The query without its question mark; empty if there is none. */
    val query: String get() = tail.substringBefore('#').substringAfter('?', "")

    override fun toString(): String = "UrlParts($origin)"

    companion object {
        private const val SEPARATOR = "://"
        private const val MAX_SCHEME = 31

        /** Splits [url] into its parts. Without `://`, the authority is at the beginning, as users write hosts. */
        fun of(url: String): UrlParts {
            val schemeEnd = url.indexOf(SEPARATOR).takeIf { end -> end >= 0 && url.take(end).none { it in END } } ?: -1
            val start = if (schemeEnd < 0) 0 else schemeEnd + SEPARATOR.length
            val end = url.indexOfAny(END, start).takeIf { it >= 0 } ?: url.length
            val scheme = if (schemeEnd < 0) null else url.take(schemeEnd).lowercase()
            return UrlParts(scheme, url.take(end), url.substring(start, end), url.substring(end))
        }

        private val END = charArrayOf('/', '?', '#')
    }
}
