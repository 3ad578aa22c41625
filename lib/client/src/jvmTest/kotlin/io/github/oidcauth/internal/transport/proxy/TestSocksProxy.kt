package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.internal.transport.okhttp.RawServer
import java.io.DataInputStream
import java.net.InetAddress
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList

/**
 * A SOCKS 5 proxy (RFC 1928) that knows [hosts] by name, with the ports of this machine where they really are. It replies to
 * others with [refusal], and wants the authentication [method].
 */
internal class TestSocksProxy(
    private val hosts: Map<String, Int>,
    private val method: Int = NO_AUTHENTICATION,
    private val refusal: Int = HOST_UNREACHABLE,
) : AutoCloseable {
    private val server = RawServer { serve(it) }
    val port: Int get() = server.port

    /** Host and port of each request. An IP address means that the name was looked up before. */
    val requests = CopyOnWriteArrayList<String>()

    private fun serve(socket: Socket) {
        val input = DataInputStream(socket.getInputStream())
        val output = socket.getOutputStream()
        input.readByte()
        input.readNBytes(input.readUnsignedByte())
        output.write(byteArrayOf(VERSION, method.toByte()))
        if (method != NO_AUTHENTICATION) return
        input.readNBytes(3)
        val host =
            when (input.readUnsignedByte()) {
                DOMAIN_NAME -> input.readNBytes(input.readUnsignedByte()).decodeToString()
                else -> InetAddress.getByAddress(input.readNBytes(4)).hostAddress
            }
        val address = "$host:${input.readUnsignedShort()}".also { requests += it }
        val port = hosts[address]
        output.write(byteArrayOf(VERSION, (if (port == null) refusal else 0).toByte(), 0, 1, 127, 0, 0, 1, 0, 0))
        if (port != null) Socket(InetAddress.getLoopbackAddress(), port).use { TestProxy.join(socket, it) }
    }

    override fun close() = server.close()

    companion object {
        const val NO_AUTHENTICATION = 0
        const val NOTHING_ACCEPTABLE = 0xff
        const val HOST_UNREACHABLE = 4
        private const val VERSION: Byte = 5
        private const val DOMAIN_NAME = 3
    }
}
