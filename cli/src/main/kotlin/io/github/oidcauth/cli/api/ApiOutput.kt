// Tested by ApiCommandTest.
package io.github.oidcauth.cli.api

import io.github.oidcauth.cli.Results
import io.github.oidcauth.cli.framework.CommandFailure
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.http.ApiStream
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readAvailable
import java.io.ByteArrayOutputStream
import java.io.IOException
import java.io.OutputStream

/** Writes the responses of `api` to standard output: byte for byte, or escaped if that is a terminal. */
internal class ApiOutput(
    stdout: OutputStream,
    private val isTerminal: Boolean,
    private val isHeadShown: Boolean,
    private val isBodyShown: Boolean,
) {
    private val output = if (isTerminal) EscapingOutput(stdout) else stdout
    private var lastOctet = LINE_END

    /** True after the reader of standard output has read enough. */
    var isReaderGone: Boolean = false
        private set

    /** Writes [response] while it arrives, and returns the beginning of its body. @throws CommandFailure if that is impossible. */
    suspend fun write(response: ApiStream): String {
        if (isHeadShown) write(headOf(response.statusCode, response.headers))
        return copy(response.channel)
    }

    /** Writes a response with [headers] and the whole [body]. @throws CommandFailure if that is impossible. */
    fun write(
        statusCode: Int,
        headers: Map<String, List<String>>,
        body: ByteArray,
    ) {
        if (isHeadShown) write(headOf(statusCode, headers))
        if (isBodyShown) write(body)
    }

    /** Ends the line of the last response, unless it has a line end or [isRaw] output must not have one. */
    fun endLine(isRaw: Boolean = !isTerminal) {
        if (!isRaw && lastOctet != LINE_END) write(byteArrayOf(LINE_END))
    }

    private suspend fun copy(channel: ByteReadChannel): String {
        val beginning = ByteArrayOutputStream()
        val piece = ByteArray(PIECE)
        while (!isReaderGone) {
            val count = channel.readAvailable(piece)
            if (count < 0) break
            beginning.write(piece, 0, count.coerceAtMost(MAX_BEGINNING - beginning.size()))
            if (isBodyShown) write(piece.copyOf(count))
        }
        return beginning.toString(Charsets.UTF_8)
    }

    private fun headOf(
        statusCode: Int,
        headers: Map<String, List<String>>,
    ): ByteArray {
        val lines = headers.flatMap { (name, values) -> values.map { "${name.onOneLine()}: ${it.onOneLine()}" } }
        return (listOf("HTTP $statusCode") + lines + "").joinToString("\n", postfix = "\n").toByteArray()
    }

    private fun write(octets: ByteArray) {
        if (isReaderGone || octets.isEmpty()) return
        lastOctet = octets.last()
        try {
            output.write(octets)
            output.flush()
        } catch (e: IOException) {
            isReaderGone = Results.isReaderGone(e)
            if (!isReaderGone) {
                throw CommandFailure("the result could not be written to standard output (${e.message.orEmpty()}).")
            }
        }
    }

    private companion object {
        const val PIECE = 64 shl 10
        const val MAX_BEGINNING = 64 shl 10
        const val LINE_END = '\n'.code.toByte()
    }
}
