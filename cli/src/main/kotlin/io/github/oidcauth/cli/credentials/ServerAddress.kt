package io.github.oidcauth.cli.credentials

/**
 * The scheme, host and port of a server. Text that could mean another server to another program, because of a user name, a
 * backslash, an escape or a letter outside of ASCII, is no address.
 */
internal data class ServerAddress(
    /** True for `https` and `grpcs`, false for `http` and `grpc`. */
    val isEncrypted: Boolean,
    /** A name or an IP address in lower case; one of IPv6 is in brackets. */
    val host: String,
    val port: Int,
) {
    /** True if requests to the server do not leave this machine. The name `localhost` counts (RFC 6761 §6.3). */
    val isLoopback: Boolean get() = host == "localhost" || host == "[::1]" || LOOPBACK_V4.matches(host)

    override fun toString(): String {
        val scheme = if (isEncrypted) "https" else "http"
        return if (port == defaultPort(isEncrypted)) "$scheme://$host" else "$scheme://$host:$port"
    }

    companion object {
        private const val MAX_HOST = 255
        private const val MAX_PORT = 65_535
        private val LOOPBACK_V4 = Regex("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}")
        private val URI = Regex("([A-Za-z]+)://([^/?#]+)([/?#].*)?", RegexOption.DOT_MATCHES_ALL)
        private val AUTHORITY = Regex("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?")
        private val SCHEMES = mapOf("https" to true, "grpcs" to true, "http" to false, "grpc" to false)

        /** Returns the server of [uri], or null if it has none. */
        fun ofUri(uri: String): ServerAddress? {
            val (scheme, authority) = URI.matchEntire(uri)?.destructured ?: return null
            return of(scheme, authority)
        }

        /** Returns the server with the scheme [scheme] and [authority], a host with an optional port; null if there is none. */
        fun of(
            scheme: String,
            authority: String,
        ): ServerAddress? {
            val isEncrypted = SCHEMES[scheme.lowercase()] ?: return null
            val (host, port) = AUTHORITY.matchEntire(authority)?.destructured ?: return null
            val number = if (port.isEmpty()) defaultPort(isEncrypted) else port.toInt()
            if (host.length > MAX_HOST || number !in 1..MAX_PORT) return null
            return ServerAddress(isEncrypted, host.lowercase(), number)
        }

        /** Returns what follows the host and port of [uri], or null if [uri] has no server. */
        fun pathOf(uri: String): String? = URI.matchEntire(uri)?.groupValues?.get(3)

        private fun defaultPort(isEncrypted: Boolean) = if (isEncrypted) 443 else 80
    }
}
