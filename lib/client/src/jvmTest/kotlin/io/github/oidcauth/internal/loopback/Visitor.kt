package io.github.oidcauth.internal.loopback

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import java.net.SocketTimeoutException

/** A connection to a listener, spoken to byte by byte: what browsers, broken clients and attackers do. */
internal class Visitor private constructor(
    private val socket: Socket,
) : AutoCloseable {
    suspend fun send(text: String) = blocking {
        socket.getOutputStream().run {
            write(text.toByteArray(Charsets.ISO_8859_1))
            flush()
        }
    }

    /** Everything up to the end of the connection, which must not be a reset. */
    suspend fun read(): String = blocking { String(socket.getInputStream().readAllBytes()) }

    /** Waits until the other side has ended the connection, in whatever way, and returns what it had said. */
    suspend fun readUntilGone(): String =
        blocking {
            val received = StringBuilder()
            try {
                generateSequence { socket.getInputStream().read().takeIf { it >= 0 } }.forEach { received.append(it.toChar()) }
            } catch (e: SocketTimeoutException) {
                throw e
            } catch (_: IOException) {
                // Reset: gone as well.
            }
            received.toString()
        }

    /** Sends [text], which the other side may refuse to take. Returns whether it went out. */
    suspend fun takes(text: String): Boolean =
        try {
            send(text)
            true
        } catch (_: IOException) {
            false
        }

    suspend fun finishSending() = blocking { socket.shutdownOutput() }

    override fun close() = socket.close()

    companion object {
        private const val PATIENCE_MS = 20_000
        val IPV4: InetAddress = InetAddress.getByName("127.0.0.1")
        val IPV6: InetAddress = InetAddress.getByName("::1")

        suspend fun to(
            port: Int,
            address: InetAddress = IPV4,
        ): Visitor = blocking { Visitor(Socket(address, port).apply { soTimeout = PATIENCE_MS }) }

        /** Sends one request as a browser does and reads the whole response. */
        suspend fun ask(
            port: Int,
            target: String,
            method: String = "GET",
            host: String? = "localhost:$port",
            address: InetAddress = IPV4,
        ): String =
            to(port, address).use {
                it.send(
                    "$method $target HTTP/1.1\r\n" + host?.let { name -> "Host: $name\r\n" }.orEmpty() +
                        "Accept: text/html\r\n\r\n",
                )
                it.read()
            }

        private suspend fun <T> blocking(action: () -> T): T = runInterruptible(Dispatchers.IO, action)
    }
}

internal val String.status: String get() = substringBefore("\r\n").substringAfter(' ').substringBefore(' ')
