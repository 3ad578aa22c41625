// Tested by LoopbackListenerTest and TakenPortsTest.
package io.github.oidcauth.internal.loopback

import java.io.IOException
import java.net.Inet6Address
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.NetworkInterface
import java.net.ProtocolFamily
import java.net.SocketException
import java.net.StandardProtocolFamily
import java.net.StandardSocketOptions
import java.nio.channels.ServerSocketChannel

/**
 * A port of the loopback interface, bound in every address family that a browser may use: browsers resolve `localhost` to
 * 127.0.0.1 or ::1, and a program that held the port in the other family would receive the code.
 */
internal class LoopbackPort private constructor(
    val port: Int,
    val families: Set<Family>,
    val channels: List<ServerSocketChannel>,
) : AutoCloseable {
    override fun close() = channels.forEach { it.close() }

    /** An address family, and the loopback address in it. */
    enum class Family(
        val protocol: ProtocolFamily,
        val address: InetAddress,
    ) {
        IPV4(StandardProtocolFamily.INET, InetAddress.getByAddress("localhost", byteArrayOf(127, 0, 0, 1))),
        IPV6(StandardProtocolFamily.INET6, Inet6Address.getByAddress("localhost", ByteArray(15) + 1)),
    }

    companion object {
        /** The maximum number of connections that wait in the kernel, after the handshake, until they are accepted. */
        private const val BACKLOG = 128

        /**
         * The number of attempts. A port that is free in IPv4 is very rarely used in IPv6, and a program that occupies such ports
         * on purpose must not keep this one busy.
         */
        private const val ATTEMPTS = 32

        /**
         * Binds [port] in all of [families], or in none of them; 0 finds a port that is free in all.
         *
         * @throws IOException when it is in use or not allowed.
         */
        fun take(
            port: Int,
            families: Set<Family>,
        ): LoopbackPort {
            repeat(if (port == 0) ATTEMPTS - 1 else 0) {
                try {
                    return takeOnce(port, families)
                } catch (_: SocketException) {
                    // It is free in one family only; the next attempt gets another number.
                }
            }
            return takeOnce(port, families)
        }

        private fun takeOnce(
            port: Int,
            families: Set<Family>,
        ): LoopbackPort {
            val channels = mutableListOf<ServerSocketChannel>()
            var taken = port
            var complete = false
            try {
                for (family in families) {
                    channels += listen(family, taken)
                    taken = channels.first().socket().localPort
                }
                complete = true
                return LoopbackPort(taken, families, channels)
            } finally {
                if (!complete) channels.forEach { it.close() }
            }
        }

        private fun listen(
            family: Family,
            port: Int,
        ): ServerSocketChannel {
            val channel = ServerSocketChannel.open(family.protocol)
            var complete = false
            try {
                // On Unix this only allows binding a port that still has closed connections (TIME_WAIT); two sockets cannot
                // listen on it. On Windows, where it would mean sharing, Java binds exclusively and ignores the option.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                channel.configureBlocking(false)
                channel.bind(InetSocketAddress(family.address, port), BACKLOG)
                complete = true
                return channel
            } finally {
                if (!complete) channel.close()
            }
        }

        /**
         * Returns whether this machine has IPv6. The network interfaces are examined first, so that a port that another program
         * uses is never mistaken for a machine without IPv6. A JVM that prefers IPv4 (`java.net.preferIPv4Stack`) finds no such
         * address, and counts as a machine without IPv6.
         */
        fun machineHasIpv6(): Boolean = isListed(Family.IPV6.address) || canBeListenedOn(Family.IPV6)

        private fun isListed(address: InetAddress): Boolean =
            try {
                NetworkInterface.getByInetAddress(address) != null
            } catch (_: SocketException) {
                false
            }

        private fun canBeListenedOn(family: Family): Boolean =
            try {
                listen(family, 0).close()
                true
            } catch (_: IOException) {
                false
            } catch (_: UnsupportedOperationException) {
                false
            }
    }
}
