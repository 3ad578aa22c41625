package io.github.oidcauth.internal.transport

import io.github.oidcauth.internal.protocol.isLoopbackHost
import java.net.InetAddress

/**
 * The hosts that are reached without a proxy: this machine, and those in `no_proxy`. An entry is `*`, a name (which stands for its
 * subdomains too), an address, or a range of addresses like `10.0.0.0/8`; a name or address may have a port.
 */
internal class ProxyExceptions private constructor(
    private val entries: List<String>,
) {
    fun covers(
        host: String,
        port: Int,
    ): Boolean {
        val name = host.lowercase().removeSurrounding("[", "]").removeSuffix(".")
        val bracketed = if (':' in name) "[$name]" else name
        return isLoopbackHost(bracketed) || entries.any { matches(it, name, port) }
    }

    private fun matches(
        entry: String,
        name: String,
        port: Int,
    ): Boolean {
        if (entry == "*") return true
        if ('/' in entry) return isInRange(entry, name)
        val entryPort = PORT.find(entry)?.takeIf { entry.count { c -> c == ':' } == 1 || ']' in entry }?.value
        val entryName = entry.removeSuffix(entryPort.orEmpty()).removeSurrounding("[", "]").trimStart('.').removeSuffix(".")
        if (entryName.isEmpty() || (entryPort != null && entryPort != ":$port")) return false
        return name == entryName || (name.endsWith(".$entryName") && !isAddress(name))
    }

    private fun isInRange(
        range: String,
        name: String,
    ): Boolean {
        val network = range.substringBefore('/').removeSurrounding("[", "]")
        val bits = range.substringAfter('/').toIntOrNull() ?: return false
        if (!isAddress(name) || !isAddress(network)) return false
        val a = InetAddress.getByName(name).address
        val b = InetAddress.getByName(network).address
        return a.size == b.size && bits in 0..a.size * Byte.SIZE_BITS && (0 until bits).all { bit(a, it) == bit(b, it) }
    }

    private fun bit(
        address: ByteArray,
        index: Int,
    ): Int = address[index / Byte.SIZE_BITS].toInt() shr (Byte.SIZE_BITS - 1 - index % Byte.SIZE_BITS) and 1

    /** Whether [name] needs no resolver, which must not be asked about a host behind a proxy. */
    private fun isAddress(name: String): Boolean = IPV4.matches(name) || (':' in name && IPV6.matches(name))

    companion object {
        private val PORT = Regex(":[0-9]+$")
        private val IPV4 = Regex("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])")
        private val IPV6 = Regex("[0-9a-f]{0,4}(:[0-9a-f]{0,4}){2,7}")

        fun parse(text: String): ProxyExceptions =
            ProxyExceptions(text.split(',', ' ').map { it.trim().lowercase() }.filter { it.isNotEmpty() })
    }
}
