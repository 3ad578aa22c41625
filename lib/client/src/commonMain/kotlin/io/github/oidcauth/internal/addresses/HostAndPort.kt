package io.github.oidcauth.internal.addresses

/** A host with an optional port, as a URL contains them (RFC 3986 §3.2). Nothing is decoded, normalised or validated. */
internal class HostAndPort private constructor(
    /** The host as it is written; an IPv6 address has its brackets. */
    val host: String,
    /** The digits after the last colon, which may be empty; null if there is no such colon. */
    val portDigits: String?,
) {
    /** The port from 1 to 65535, or null if [portDigits] are absent or not a port. */
    val port: Int? get() = portDigits?.let(Ports::parse)

    companion object {
        /**
         * Splits [text] into host and port. Text with several colons and without brackets has no port: the last group of an
         * IPv6 address is not a port.
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
