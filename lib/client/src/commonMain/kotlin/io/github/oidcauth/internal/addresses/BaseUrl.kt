package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.internal.tokens.text

/**
 * The base URL of an application: scheme, host, port and path, in one spelling. Two hosts belong to the same application exactly
 * when their base URLs are equal.
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

    /** @throws InvalidHostException when tokens would be sent unencrypted to another machine. */
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
        private const val MAX_PORT = 65_535
        private val SCHEME = Regex("^([A-Za-z][A-Za-z0-9+.-]*)://")

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
            val schemeMatch = SCHEME.find(trimmed)
            val scheme = schemeMatch?.groupValues?.get(1)?.lowercase() ?: "https"
            if (scheme != "https" && scheme != "http") fail("A host starts with https:// or http://, not with $scheme://.")
            val rest = trimmed.substring(schemeMatch?.range?.let { it.last + 1 } ?: 0)
            val authority = rest.takeWhile { it !in "/?#\\" }
            if ('@' in authority) fail("The host has a user name or password in it. Leave it out: the login page asks for it.")
            val tail = rest.substring(authority.length)
            if (tail.any { it in "?#" }) fail("The host is a base URL, so it has no '?' and no '#'.")
            return BaseUrl(scheme, hostOf(authority), portOf(authority, scheme), pathOf(tail))
        }

        private fun hostOf(authority: String): String {
            val host = authority.replace(PORT_SUFFIX, "").lowercase().removeSuffix(".")
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
            authority: String,
            scheme: String,
        ): Int? {
            val digits = PORT_SUFFIX.find(authority)?.value?.drop(1) ?: return null
            if (digits.isEmpty()) return null
            val port = digits.toIntOrNull()?.takeIf { it in 1..MAX_PORT } ?: fail("A port is a number from 1 to $MAX_PORT.")
            return port.takeUnless { it == DEFAULT_PORTS.getValue(scheme) }
        }

        private fun pathOf(tail: String): String {
            val path = tail.trimEnd('/')
            pathFault(path)?.let { fail("The path of the host $it") }
            return path
        }

        private fun fail(message: String): Nothing = throw InvalidHostException(message)

        private const val MAX_ASCII = 0x7f
        private val DEFAULT_PORTS = mapOf("https" to 443, "http" to 80)
        private val PORT_SUFFIX = Regex(":[0-9]*$(?<!::)")
    }
}

/**
 * Returns whether [host], in lower case and with brackets around IPv6, is this machine (RFC 8252 §8.3). Names below `localhost`
 * do not count, although RFC 6761 §6.3 asks resolvers to treat them as local: the JVM looks them up in the network.
 */
internal fun isLoopbackHost(host: String): Boolean = host == "localhost" || host == "[::1]" || LOOPBACK_V4.matches(host)

private val LOOPBACK_V4 = Regex("127(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])){3}")
