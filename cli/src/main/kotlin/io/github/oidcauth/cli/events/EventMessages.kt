// Tested by EventStreamTest.
package io.github.oidcauth.cli.events

import kotlinx.serialization.json.put
import java.io.OutputStream
import java.io.PrintStream

/**
 * Stands in for standard error where events are written there: a text that is printed becomes an event. Warnings and errors are
 * known by the words that they begin with. The first error is kept for the last event, see [error]; what follows it is a message.
 *
 * Each call of [println] is one text, which may have several lines. Thread-safe.
 */
internal class EventMessages(
    private val events: EventStream,
) : PrintStream(nullOutputStream(), true) {
    /** The text of the first error, or null if none was printed. */
    @Volatile
    var error: String? = null
        private set

    override fun println(text: String?) = take(text.orEmpty())

    override fun println(value: Any?) = take(value.toString())

    override fun print(text: String?) = take(text.orEmpty())

    override fun print(value: Any?) = take(value.toString())

    override fun write(
        bytes: ByteArray,
        offset: Int,
        length: Int,
    ) = take(bytes.decodeToString(offset, offset + length))

    private fun take(text: String) {
        val message = text.trim('\n', '\r').trimEnd()
        val title = ERROR.find(message)
        when {
            message.isEmpty() -> Unit
            title != null && error == null -> error = message.substring(title.range.last + 1)
            message.startsWith(WARNING) -> emit("warning", message.removePrefix(WARNING))
            else -> emit("message", message)
        }
    }

    private fun emit(
        name: String,
        message: String,
    ) = events.emit(name) { put("message", message) }

    private companion object {
        const val WARNING = "warning: "
        val ERROR = Regex("^(Error|[A-Z][a-z]+ failed): ")

        fun nullOutputStream(): OutputStream = OutputStream.nullOutputStream()
    }
}
