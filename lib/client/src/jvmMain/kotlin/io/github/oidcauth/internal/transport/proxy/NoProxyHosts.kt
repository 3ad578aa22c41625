package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.internal.addresses.HostAndPort
import io.github.oidcauth.internal.addresses.IpLiteral
import io.github.oidcauth.internal.addresses.isLoopbackHost
import java.net.IDN
import java.net.InetAddress

/**
 * The hosts in `no_proxy`, which are reached without a proxy, and this machine, which always is.
 *
 * Entries are separated by commas or white space. An entry is `*` for every host; a name, which includes its subdomains and may
 * begin with `.` or `*.`; an IP address; or a range of addresses such as `10.0.0.0/8`. All except ranges may end with a port.
 */
internal class NoProxyHosts private constructor(
    private val entries: List<Entry>,
) {
    fun covers(
        host: String,
        port: Int,
    ): Boolean {
        val name = nameOf(host)
        val address = IpLiteral.parse(name)
        return isLoopback(name, address) || entries.any { it.covers(name, address, port) }
    }

    private sealed class Entry(
        private val port: Int?,
    ) {
        fun covers(
            name: String,
            address: InetAddress?,
            port: Int,
        ): Boolean = (this.port == null || this.port == port) && covers(name, address)

        protected abstract fun covers(
            name: String,
            address: InetAddress?,
        ): Boolean
    }

    private class AllHosts(
        port: Int?,
    ) : Entry(port) {
        override fun covers(
            name: String,
            address: InetAddress?,
        ) = true
    }

    private class Domain(
        private val domain: String,
        port: Int?,
    ) : Entry(port) {
        /** An IP address is never a subdomain of an entry. */
        override fun covers(
            name: String,
            address: InetAddress?,
        ) = name == domain || (address == null && name.endsWith(".$domain"))
    }

    private class Range(
        network: InetAddress,
        private val bits: Int,
        port: Int? = null,
    ) : Entry(port) {
        private val octets = network.address

        override fun covers(
            name: String,
            address: InetAddress?,
        ): Boolean {
            val other = address?.address ?: return false
            return other.size == octets.size && (0 until bits).all { bit(other, it) == bit(octets, it) }
        }

        private fun bit(
            octets: ByteArray,
            index: Int,
        ): Int = octets[index / Byte.SIZE_BITS].toInt() shr (Byte.SIZE_BITS - 1 - index % Byte.SIZE_BITS) and 1
    }

    companion object {
        private val SEPARATORS = Regex("[\\s,]+")

        /** Returns the exceptions in [text]. Invalid entries are skipped, as in other programs. */
        fun parse(text: String): NoProxyHosts = NoProxyHosts(text.lowercase().split(SEPARATORS).mapNotNull(::entry))

        /** Returns true if [host] is this machine, which no proxy can reach. */
        fun isLoopback(host: String): Boolean = nameOf(host).let { isLoopback(it, IpLiteral.parse(it)) }

        private fun isLoopback(
            name: String,
            address: InetAddress?,
        ): Boolean = isLoopbackHost(name) || address?.isLoopbackAddress == true

        private fun entry(text: String): Entry? {
            if ('/' in text) return range(text)
            val place = HostAndPort.of(text)
            val name = nameOf(place.host)
            val port = place.port
            // An entry with a port that no server can have must not cover the others.
            if (port == null && place.portDigits != null) return null
            if (name == "*") return AllHosts(port)
            IpLiteral.parse(name)?.let { return Range(it, it.address.size * Byte.SIZE_BITS, port) }
            val domain = name.removePrefix("*").trimStart('.')
            return if (domain.isEmpty()) null else Domain(domain, port)
        }

        private fun range(text: String): Range? {
            val network = IpLiteral.parse(text.substringBefore('/').removeSurrounding("[", "]")) ?: return null
            val bits = text.substringAfter('/').toIntOrNull() ?: return null
            return if (bits in 0..network.address.size * Byte.SIZE_BITS) Range(network, bits) else null
        }

        /** Returns [host] in lower case, in ASCII (RFC 5891 §4.4), and without the dot of the root. */
        private fun nameOf(host: String): String {
            val name = host.lowercase().removeSurrounding("[", "]").removeSuffix(".")
            return if (name.all { it.code < ASCII_END }) name else asciiOf(name)
        }

        private fun asciiOf(name: String): String =
            try {
                IDN.toASCII(name)
            } catch (_: IllegalArgumentException) {
                name
            }

        private const val ASCII_END = 0x80
    }
}
