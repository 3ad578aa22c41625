package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.Ports
import io.github.oidcauth.internal.addresses.pathFault
import io.github.oidcauth.internal.text.printable

/** The loopback redirect URI of a login (RFC 8252 §7.3), with several possible ports. */
internal class LoopbackRedirect private constructor(
    /** The host: `localhost`, `127.0.0.1` or `[::1]`. */
    val host: String,
    /**
     * The path: empty, or a slash followed by text. Some providers treat `http://localhost` and `http://localhost/` as two URIs.
     */
    val path: String,
    /** The ports to try, in order; 0 means any free port. */
    val ports: List<Int>,
) {
    /** Returns the redirect URI with [port]. */
    fun uri(port: Int): String = "http://$host:$port$path"

    companion object {
        const val LOCALHOST: String = "localhost"
        const val IPV4: String = "127.0.0.1"
        const val IPV6: String = "[::1]"
        const val DEFAULT_PATH: String = "/callback"

        private const val MAX_PATH = 1024

        /**
         * Returns the redirect with these parts.
         *
         * @throws InvalidConfigException when one of them cannot work.
         */
        fun of(
            ports: List<Int>,
            host: String = LOCALHOST,
            path: String = DEFAULT_PATH,
        ): LoopbackRedirect = LoopbackRedirect(validateHost(host), validatePath(path), validatePorts(ports))

        private fun validateHost(host: String): String {
            val name = host.lowercase().let { if (it == "::1") IPV6 else it }
            if (name in setOf(LOCALHOST, IPV4, IPV6)) return name
            throw InvalidConfigException(
                "The redirect host is ${host.printable(MAX_SHOWN)}, but only $LOCALHOST, $IPV4 and $IPV6 are possible. " +
                    "Use the one that is registered at the provider.",
            )
        }

        private fun validatePath(path: String): String {
            val fault = if (path.length > MAX_PATH) "has more than $MAX_PATH characters." else pathFault(path)
            if (fault != null) throw InvalidConfigException("The redirect path $fault")
            return if (path.isEmpty() || path.startsWith('/')) path else "/$path"
        }

        private fun validatePorts(ports: List<Int>): List<Int> {
            if (ports.isEmpty()) {
                throw InvalidConfigException("There is no redirect port to try. Name at least one, or 0 for any free port.")
            }
            ports.firstOrNull { it !in 0..Ports.MAX }?.let {
                throw InvalidConfigException("$it is not a port: ports go from 0 to ${Ports.MAX}.")
            }
            return ports.toList()
        }

        private const val MAX_SHOWN = 64
    }
}
