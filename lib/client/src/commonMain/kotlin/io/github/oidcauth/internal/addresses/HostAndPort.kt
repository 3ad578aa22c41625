package io.github.oidcauth.internal.addresses

/** A host and perhaps a port, as they stand in a URL (RFC 3986 §3.2). Nothing is decoded, normalised or validated. */
internal class HostAndPort private constructor(
    /** The host as it is spelled, an IPv6 address with its brackets. */
    val host: String,
    /** The digits behind the last colon, perhaps none; null if there is no such colon. */
    val portDigits: String?,
) {
    /** The port from 1 to 65535, or null if there is none or [portDigits] are not one. */
    val port: Int? get() = portDigits?.let(Ports::parse)

    companion object {
        /**
         * Cuts [text] before its port. Text with several colons and without brackets has no port: the last group of an IPv6
         * address is none.
         */
        fun of(text: String): HostAndPort {
            val host = text.substringBeforeLast(':')
            val digits = text.drop(host.length + 1)
            val isWholeHost = if (host.startsWith("[")) host.endsWith("]") else ':' !in host
            val hasPort = host.length < text.length && isWholeHost && digits.all { it in '0'..'9' }
            return if (hasPort) HostAndPort(host, digits) else HostAndPort(text, portDigits = null)
        }
    }
}
