// Tested by LoopbackListenerTest and TakenPortsTest.
package io.github.oidcauth.internal.loopback

import java.io.IOException
import java.net.Inet6Address
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.NetworkInterface
import java.net.SocketException
import java.net.StandardProtocolFamily
import java.net.StandardSocketOptions
import java.nio.channels.ServerSocketChannel

/**
 * A port of the loopback interface, bound in every address family that a browser may use: browsers resolve `localhost` to
 * 127.0.0.1 or ::1, and a program that held the port in the other family would receive the code. A program in a container may
 * bind it at another [place].
 */
internal class LoopbackPort private constructor(
    val port: Int,
    val place: Place,
    val channels: List<ServerSocketChannel>,
) : AutoCloseable {
    /** The port that the browser connects to, and names in `Host`. */
    val redirectPort: Int get() = place.redirectPort ?: port

    override fun close() = channels.forEach { it.close() }

    /** The addresses to listen on. */
    data class Place(
        val addresses: Set<InetAddress>,
        /** The port in the redirect URI, if it is another one that leads here. */
        val redirectPort: Int? = null,
    ) {
        companion object {
            /** Returns the loopback interface in [families]. */
            fun loopback(families: Set<Family>): Place = Place(families.mapTo(LinkedHashSet()) { it.address })
        }
    }

    /** An address family, and the loopback address in it. */
    enum class Family(
        val address: InetAddress,
    ) {
        IPV4(InetAddress.getByAddress("localhost", byteArrayOf(127, 0, 0, 1))),
        IPV6(Inet6Address.getByAddress("localhost", ByteArray(15) + 1)),
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
         * Binds [port] at all addresses of [place], or at none of them; 0 finds a port that is free at all.
         *
         * @throws IOException when it is in use or not allowed.
         */
        fun take(
            port: Int,
            place: Place,
        ): LoopbackPort {
            repeat(if (port == 0) ATTEMPTS - 1 else 0) {
                try {
                    return takeOnce(port, place)
                } catch (_: SocketException) {
                    // It is free in one family only; the next attempt gets another number.
                }
            }
            return takeOnce(port, place)
        }

        private fun takeOnce(
            port: Int,
            place: Place,
        ): LoopbackPort {
            val channels = mutableListOf<ServerSocketChannel>()
            var taken = port
            var complete = false
            try {
                for (address in place.addresses) {
                    channels += listen(address, taken)
                    taken = channels.first().socket().localPort
                }
                complete = true
                return LoopbackPort(taken, place, channels)
            } finally {
                if (!complete) channels.forEach { it.close() }
            }
        }

        private fun listen(
            address: InetAddress,
            port: Int,
        ): ServerSocketChannel {
            val protocol = if (address is Inet6Address) StandardProtocolFamily.INET6 else StandardProtocolFamily.INET
            val channel = ServerSocketChannel.open(protocol)
            var complete = false
            try {
                // On Unix this only allows binding a port that still has closed connections (TIME_WAIT); two sockets cannot
                // listen on it. On Windows, where it would mean sharing, Java binds exclusively and ignores the option.
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true)
                channel.configureBlocking(false)
                channel.bind(InetSocketAddress(address, port), BACKLOG)
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
        fun machineHasIpv6(): Boolean = isListed(Family.IPV6.address) || canBeListenedOn(Family.IPV6.address)

        private fun isListed(address: InetAddress): Boolean =
            try {
                NetworkInterface.getByInetAddress(address) != null
            } catch (_: SocketException) {
                false
            }

        private fun canBeListenedOn(address: InetAddress): Boolean =
            try {
                listen(address, 0).close()
                true
            } catch (_: IOException) {
                false
            } catch (_: UnsupportedOperationException) {
                false
            }
    }
}
