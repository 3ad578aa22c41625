package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.Ports
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.pathFault
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.text.toUnchangeableList

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
    /** The address to listen on, or null for the loopback interface. */
    val listen: ListenAddress? = null,
) {
    /** True if every port may be used, so that the URI to register names none. */
    val isAnyPort: Boolean get() = ports.all { it == 0 }

    /** Returns the redirect URI with [port]. */
    fun uri(port: Int): String = "http://$host:$port$path"

    /**
     * Returns this redirect with the parts that are not null in place of its own.
     *
     * @throws InvalidConfigException when one of them cannot work.
     */
    fun with(
        ports: List<Int>?,
        host: String?,
        path: String?,
    ): LoopbackRedirect = of(ports ?: this.ports, host ?: this.host, path ?: this.path)

    /**
     * Returns this redirect, received at [address]. A port there is the one port of this redirect if this one has any free
     * port, or several.
     *
     * @throws InvalidConfigException if this redirect has several ports, and that of [address] is none of them.
     */
    fun receivedAt(address: ListenAddress?): LoopbackRedirect {
        val port = address?.port ?: return LoopbackRedirect(host, path, ports, address)
        val isSingle = ports.size == 1 && !isAnyPort
        if (isSingle) return LoopbackRedirect(host, path, ports, address)
        if (isAnyPort || port in ports) return LoopbackRedirect(host, path, listOf(port).toUnchangeableList(), address)
        throw InvalidConfigException(
            "The port to listen on is $port, and the redirect URI may have one of several others. Choose one redirect port: " +
                "that of the machine with the browser.",
        )
    }

    private fun members(): List<Any?> = listOf(host, path, ports, listen)

    override fun equals(other: Any?): Boolean = other is LoopbackRedirect && other.members() == members()

    override fun hashCode(): Int = members().hashCode()

    override fun toString(): String = "LoopbackRedirect($host, $path, $ports, $listen)"

    companion object {
        const val LOCALHOST: String = "localhost"
        const val IPV4: String = "127.0.0.1"
        const val IPV6: String = "[::1]"
        const val DEFAULT_PATH: String = "/callback"

        /** 53100 to 53105, the ports that py-oidc-auth applications have registered at their providers. */
        val FIXED_PORTS: List<Int> = (53_100..53_105).toList().toUnchangeableList()

        /** The redirect for servers that compare the port, and for py-oidc-auth applications. */
        val FIXED: LoopbackRedirect = LoopbackRedirect(LOCALHOST, DEFAULT_PATH, FIXED_PORTS)

        /** The redirect of RFC 8252 §7.3, for which a server accepts every port. */
        val ANY_PORT: LoopbackRedirect = LoopbackRedirect(IPV4, DEFAULT_PATH, listOf(0))

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

        /**
         * Returns the redirect with the single URI [uri], such as `http://127.0.0.1:0/callback`. Port 0, or none, means any free
         * port.
         *
         * @throws InvalidConfigException when [uri] is not an http URI of this machine, or has more than host, port and path.
         */
        fun parse(uri: String): LoopbackRedirect {
            val parts = UrlParts.of(uri)
            if (parts.scheme != "http") throw notLoopback(uri)
            if (parts.hasUserInfo || parts.tail.any { it in "?#" }) {
                throw InvalidConfigException("The redirect URI has host, port and path only: no user name, '?' or '#'.")
            }
            val digits = parts.portDigits.orEmpty()
            if (parts.host !in HOSTS) throw notLoopback(uri)
            val port =
                digits.ifEmpty { "0" }.toIntOrNull()
                    ?: throw InvalidConfigException("The port of the redirect URI is too large: ports go from 0 to ${Ports.MAX}.")
            return of(listOf(port), parts.host, parts.tail)
        }

        private fun notLoopback(uri: String): InvalidConfigException =
            InvalidConfigException(
                "The redirect URI is ${uri.printable(MAX_SHOWN)}, to which the browser cannot be redirected on this machine. " +
                    "It begins with http://$IPV4, http://$LOCALHOST or http://$IPV6, as in http://$IPV4:0$DEFAULT_PATH. " +
                    "A program can have a codeReceiver for any other URI.",
            )

        private fun validateHost(host: String): String {
            val name = host.lowercase().let { if (it == "::1") IPV6 else it }
            if (name in HOSTS) return name
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
            return ports.toUnchangeableList()
        }

        private val HOSTS = setOf(LOCALHOST, IPV4, IPV6)

        private const val MAX_SHOWN = 64
    }
}
