package io.github.oidcauth.redis

import java.io.ByteArrayOutputStream
import java.net.Socket

/** A Redis of loopback for a test: a real one, or one that stands in for it. */
internal interface TestRedis : AutoCloseable {
    val port: Int
    val url: String get() = "redis://127.0.0.1:$port"

    /** The number of commands that it has received, connecting included. */
    val commands: Int

    /** Returns the first line of the response to a command. Words are separated by blanks, but not within double quotes. */
    fun command(text: String): String =
        command(WORD.findAll(text).map { it.value.removeSurrounding("\"").encodeToByteArray() }.toList())

    /** The same, of words that need not be text. */
    fun command(words: List<ByteArray>): String =
        Socket("127.0.0.1", port).use { socket ->
            socket.soTimeout = PATIENCE
            val request = ByteArrayOutputStream()
            request.write("*${words.size}\r\n".encodeToByteArray())
            words.forEach { request.write("$${it.size}\r\n".encodeToByteArray() + it + "\r\n".encodeToByteArray()) }
            socket.getOutputStream().write(request.toByteArray())
            val reader = socket.getInputStream().bufferedReader()
            val head = checkNotNull(reader.readLine()) { "The connection was closed." }
            if (head.startsWith("$") && head != "$-1") reader.readLine() else head
        }

    private companion object {
        const val PATIENCE = 10_000
        val WORD = Regex("\"[^\"]*\"|\\S+")
    }
}
