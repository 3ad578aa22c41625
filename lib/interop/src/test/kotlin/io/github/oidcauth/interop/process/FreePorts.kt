package io.github.oidcauth.interop.process

import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket

/**
 * Loopback ports for servers that have to be told theirs before they start. They lie below those that the system itself hands
 * out, so nobody else comes by them while a server takes its time to start.
 */
internal object FreePorts {
    private val candidates = 20_000..32_000

    /** As many different ports as asked for. */
    fun take(count: Int): List<Int> = candidates.shuffled().asSequence().filter(::isFree).take(count).toList()

    private fun isFree(port: Int): Boolean =
        try {
            ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")).use { true }
        } catch (_: IOException) {
            false
        }
}
