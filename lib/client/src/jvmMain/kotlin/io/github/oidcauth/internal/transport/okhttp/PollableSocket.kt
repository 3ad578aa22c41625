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
 * A socket that can tell, without waiting, whether the server has closed it or has sent something that has not been read.
 *
 * OkHttp checks a connection only when it has been idle for ten seconds, with a read that waits for a millisecond. The socket of
 * a channel can be read without waiting. The JDK's class for it cannot be extended, so this class delegates everything that
 * OkHttp and the JDK's TLS call.
 *
 * OkHttp closes nothing when a call is cancelled after its TCP connection was opened and before its first octets are sent. The
 * thread would then wait for a response for as long as the server sends nothing. So the first write fails if [connectingCall] has
 * been cancelled.
 */
internal class PollableSocket(
    connectingCall: Call? = null,
) : Socket() {
    private val channel = SocketChannel.open()
    private val socket = channel.socket()
    private val counted: InputStream by lazy { CountingInput(socket.getInputStream()) }
    private val checked: OutputStream by lazy { CancellableOutput(socket.getOutputStream(), connectingCall) }

    /** The number of reads that returned something. Only the thread that owns the connection reads. */
    var reads: Long = 0
        private set

    /** True if it was used for a request before. Only the thread that owns the connection uses it. */
    var isUsed: Boolean = false

    /** Returns true if it is open and has nothing to read. No other thread may read meanwhile. */
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

    /**
     * Writes in one piece, unless it is the first write and [call] was cancelled. Only the thread that owns the connection
     * writes.
     */
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
