package io.github.oidcauth.internal.loopback

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.HostAndPort
import io.github.oidcauth.internal.addresses.hostFault
import io.github.oidcauth.internal.addresses.isIpv4
import io.github.oidcauth.internal.addresses.isLoopbackHost
import io.github.oidcauth.internal.text.printable

/**
 * The address on which a callback listener listens in place of the loopback interface. In a container that is the network to
 * which a published port leads; the redirect URI names the published port of the machine with the browser.
 */
internal data class ListenAddress(
    /** An IPv4 address, or an IPv6 address in brackets. `0.0.0.0` and `[::]` are all addresses. */
    val host: String,
    /** The port, or null for that of the redirect URI. */
    val port: Int?,
) {
    /** True if only programs on this machine can connect. */
    val isLoopback: Boolean get() = isLoopbackHost(host)

    override fun toString(): String = if (port == null) host else "$host:$port"

    companion object {
        private const val MAX_SHOWN = 64

        /**
         * Returns the address in [text], with or without a port. Names are refused: they may mean other addresses than they seem
         * to.
         *
         * @throws InvalidConfigException if [text] is not an address.
         */
        fun parse(text: String): ListenAddress {
            val parts = HostAndPort.of(text.trim().lowercase())
            val isBareIpv6 = !parts.host.startsWith("[") && parts.host.count { it == ':' } > 1
            val host = if (isBareIpv6) "[${parts.host}]" else parts.host
            val isAddress = isIpv4(host) || (host.startsWith("[") && hostFault(host) == null)
            if (!isAddress) {
                throw InvalidConfigException(
                    "The address to listen on is ${text.printable(
                        MAX_SHOWN,
                    )}, which is not an IP address with or without a port, " +
                        "such as 0.0.0.0:53100, 172.17.0.2 or [::]:53100.",
                )
            }
            if (parts.portDigits != null && parts.port == null) {
                throw InvalidConfigException(
                    "The port to listen on is a number from 1 to 65535. Leave it out for that of the redirect URI.",
                )
            }
            return ListenAddress(host, parts.port)
        }
    }
}
