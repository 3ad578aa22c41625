package io.github.oidcauth.internal.addresses

/**
 * A URL, cut where its parts end (RFC 3986 §3): nothing is decoded, normalised or validated. Whether it may be requested, shown
 * or trusted is for [WebAddress], [requestFault] and [BaseUrl] to say.
 */
internal class UrlParts private constructor(
    /** What stands before `://`, in lower case; null if there is no `://`. */
    val scheme: String?,
    /** Scheme and authority as they are spelled. */
    val beginning: String,
    /** User name, host and port as they are spelled. */
    val authority: String,
    /** Path, query and fragment as they are spelled. */
    val tail: String,
) {
    private val place = HostAndPort.of(authority.substringAfterLast('@'))

    /** True if [scheme] is made of the characters of one (RFC 3986 §3.1), and not longer than any that is in use. */
    val isSchemeValid: Boolean get() = scheme != null && SCHEME.matches(scheme)

    val hasUserInfo: Boolean get() = '@' in authority

    /** The host in lower case, an IPv6 address with its brackets. */
    val host: String = place.host.lowercase()

    /** The digits of the port, perhaps none; null if no colon stands before them. */
    val portDigits: String? get() = place.portDigits

    /** The port that is named, from 1 to 65535; null if none is named, or what is named is not one. */
    val port: Int? get() = place.port

    /**
     * Scheme, host and port in lower case, without a user name and the default port (RFC 6454 §4). Two URLs are of one server
     * exactly when this is equal.
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
        private val SCHEME = Regex("[a-z][a-z0-9+.-]{0,30}")

        /** Cuts [url] apart. Without a `://` the authority is at its beginning, as users write hosts. */
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
