package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidHostException

/**
 * The base URL of an application: scheme, host, port and path, in one spelling. Two hosts belong to the same application
 * exactly when their base URLs are equal.
 */
internal class BaseUrl private constructor(
    val scheme: String,
    /** The host in lower case; an IPv6 address is in brackets. */
    val host: String,
    /** The port, or null for the default port of the scheme. */
    val port: Int?,
    /** The path: empty, or a slash followed by text, without a slash at the end. */
    val path: String,
) {
    val isLoopback: Boolean get() = isLoopbackHost(host)

    /** The origin `scheme://host[:port]` (RFC 6454). */
    val origin: String get() = "$scheme://$host" + (port?.let { ":$it" } ?: "")

    /**
     * Returns the URL of [route] below this one. As in the Python client, there is one slash between the parts and none at the
     * end.
     */
    fun resolve(route: String): String = "$this/${route.trim('/')}"

    /**
     * Checks that no tokens are sent unencrypted to another machine, unless [allowInsecureHttp] is true.
     *
     * @throws InvalidHostException when they would be.
     */
    fun requireSecure(allowInsecureHttp: Boolean) {
        if (scheme == "http" && !isLoopback && !allowInsecureHttp) {
            throw InvalidHostException(
                "$this would send tokens unencrypted over the network. Use https; http is allowed for this machine only.",
            )
        }
    }

    override fun equals(other: Any?): Boolean = other is BaseUrl && toString() == other.toString()

    override fun hashCode(): Int = toString().hashCode()

    override fun toString(): String = origin + path

    companion object {
        private const val EXAMPLE = "Pass the base URL of the application, for example https://myapp.example.com."
        private const val MAX_LENGTH = 2048

        /**
         * Parses the host that a user types: `myapp.example.com`, `https://myapp.example.com:8443/tools/`, `http://[::1]:8080`.
         *
         * @throws InvalidHostException with a description of the fault; it does not contain a password that was typed into the
         * URL.
         */
        fun parse(text: String): BaseUrl {
            val trimmed = text.trim()
            if (trimmed.isEmpty()) fail("The host is empty. $EXAMPLE")
            if (trimmed.length > MAX_LENGTH) fail("The host is longer than $MAX_LENGTH characters.")
            val parts = UrlParts.of(trimmed)
            // Browsers treat a backslash as a slash. The path then contains it, and is refused.
            val authority = parts.authority.substringBefore('\\')
            if ('@' in authority) fail("The host has a user name or password in it. Leave it out: the login page asks for it.")
            val scheme = schemeOf(parts)
            val tail = parts.authority.drop(authority.length) + parts.tail
            if (tail.any { it in "?#" }) fail("The host is a base URL, so it has no '?' and no '#'.")
            val place = HostAndPort.of(authority)
            return BaseUrl(scheme, hostOf(place), portOf(place, scheme), pathOf(tail))
        }

        private fun schemeOf(parts: UrlParts): String {
            val scheme = parts.scheme ?: "https"
            if (Ports.defaultOf(scheme) != null) return scheme
            val found = if (parts.isSchemeValid) ", not with $scheme://" else ""
            return fail("A host starts with https:// or http://$found.")
        }

        private fun hostOf(place: HostAndPort): String {
            val host = place.host.lowercase().removeSuffix(".")
            val colons = host.count { it == ':' }
            val fault =
                when {
                    host.isEmpty() -> "The host has no name in it. $EXAMPLE"
                    host.any { it.code > MAX_ASCII } -> "The host name has letters beyond ASCII. Write it in its xn-- form."
                    !host.startsWith("[") && colons > 1 -> "Write an IPv6 address in brackets: https://[2001:db8::1]:8443."
                    else -> hostFault(host)
                }
            return if (fault == null) host else fail(fault)
        }

        private fun portOf(
            place: HostAndPort,
            scheme: String,
        ): Int? {
            if (place.portDigits.isNullOrEmpty()) return null
            val port = place.port ?: fail(Ports.FAULT)
            return port.takeUnless { it == Ports.defaultOf(scheme) }
        }

        private fun pathOf(tail: String): String {
            val path = tail.trimEnd('/')
            pathFault(path)?.let { fail("The path of the host $it") }
            return path
        }

        private fun fail(message: String): Nothing = throw InvalidHostException(message)

        private const val MAX_ASCII = 0x7f
    }
}
