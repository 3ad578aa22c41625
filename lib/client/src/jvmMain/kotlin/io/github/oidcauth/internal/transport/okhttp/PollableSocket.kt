package io.github.oidcauth.internal.transport.okhttp

import okhttp3.Call
import java.io.FilterInputStream
import java.io.FilterOutputStream
import java.io.IOException
import java.io.InputStream
import java.io.OutputStream
import java.net.InetAddress
import java.net.Socket
import java.net.SocketAddress
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel

/**
 * A socket that can be asked, without waiting, whether the server has closed it or has sent something that has not been read.
 *
 * OkHttp looks after a connection has been idle for ten seconds, by a read that waits for a millisecond. The socket of a channel can be
 * read without waiting. The JDK's class for it cannot be extended, hence the delegation: all that OkHttp and the JDK's TLS call.
 *
 * OkHttp closes nothing when a call is cancelled after its TCP connection is there and before its first octets are on their way. The
 * thread then waits for a response for as long as the server keeps silent. Hence the first write fails when [connectingCall] has been cancelled.
 */
internal class PollableSocket(
    connectingCall: Call? = null,
) : Socket() {
    private val channel = SocketChannel.open()
    private val socket = channel.socket()
    private val counted: InputStream by lazy { CountingInput(socket.getInputStream()) }
    private val checked: OutputStream by lazy { CancellableOutput(socket.getOutputStream(), connectingCall) }

    /** The reads that have brought something, so far. Only the thread that has the connection reads. */
    var reads: Long = 0
        private set

    /** True if it has been taken for a request before. The same thread's. */
    var isUsed: Boolean = false

    /** True if it is open and has nothing to read. Nobody else may read meanwhile. */
    fun isOpenAndIdle(): Boolean =
        try {
            channel.configureBlocking(false)
            val octets = channel.read(ByteBuffer.allocate(1))
            channel.configureBlocking(true)
            octets == 0
        } catch (_: IOException) {
            false
        }

    override fun connect(endpoint: SocketAddress) = socket.connect(endpoint)

    override fun connect(
        endpoint: SocketAddress,
        timeout: Int,
    ) = socket.connect(endpoint, timeout)

    override fun bind(address: SocketAddress?) = socket.bind(address)

    override fun getInputStream(): InputStream = counted

    override fun getOutputStream(): OutputStream = checked

    override fun close() = socket.close()

    override fun shutdownInput() = socket.shutdownInput()

    override fun shutdownOutput() = socket.shutdownOutput()

    override fun isBound(): Boolean = socket.isBound

    override fun isConnected(): Boolean = socket.isConnected

    override fun isClosed(): Boolean = socket.isClosed

    override fun isInputShutdown(): Boolean = socket.isInputShutdown

    override fun isOutputShutdown(): Boolean = socket.isOutputShutdown

    override fun getInetAddress(): InetAddress? = socket.inetAddress

    override fun getPort(): Int = socket.port

    override fun getRemoteSocketAddress(): SocketAddress? = socket.remoteSocketAddress

    override fun getLocalAddress(): InetAddress = socket.localAddress

    override fun getLocalPort(): Int = socket.localPort

    override fun getLocalSocketAddress(): SocketAddress? = socket.localSocketAddress

    override fun getSoTimeout(): Int = socket.soTimeout

    override fun setSoTimeout(timeout: Int) {
        socket.soTimeout = timeout
    }

    override fun getTcpNoDelay(): Boolean = socket.tcpNoDelay

    override fun setTcpNoDelay(on: Boolean) {
        socket.tcpNoDelay = on
    }

    override fun getKeepAlive(): Boolean = socket.keepAlive

    override fun setKeepAlive(on: Boolean) {
        socket.keepAlive = on
    }

    override fun getSoLinger(): Int = socket.soLinger

    override fun setSoLinger(
        on: Boolean,
        linger: Int,
    ) = socket.setSoLinger(on, linger)

    override fun toString(): String = socket.toString()

    private inner class CountingInput(
        input: InputStream,
    ) : FilterInputStream(input) {
        override fun read(): Int = super.read().also { if (it >= 0) reads++ }

        override fun read(
            octets: ByteArray,
            offset: Int,
            length: Int,
        ): Int = super.read(octets, offset, length).also { if (it > 0) reads++ }
    }

    /** Writes what it is given in one piece, unless it is the first and [call] has been cancelled. Only the thread that has the connection writes. */
    private class CancellableOutput(
        output: OutputStream,
        private var call: Call?,
    ) : FilterOutputStream(output) {
        override fun write(octet: Int) {
            check()
            out.write(octet)
        }

        override fun write(
            octets: ByteArray,
            offset: Int,
            length: Int,
        ) {
            check()
            out.write(octets, offset, length)
        }

        private fun check() {
            if (call?.isCanceled() == true) throw IOException("Canceled")
            call = null
        }
    }
}
