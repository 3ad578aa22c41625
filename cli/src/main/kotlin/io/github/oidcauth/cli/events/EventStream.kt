package io.github.oidcauth.cli.events

import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonObjectBuilder
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import java.io.PrintStream
import kotlin.time.Clock

/**
 * Writes the steps of a run as events, one JSON object in each line, for a program that runs this one (`docs/events.md`).
 *
 * The lines are ASCII: other characters are escaped, so that no encoding, and no reader that breaks lines at U+2028, can split or
 * change them. Thread-safe.
 */
internal class EventStream(
    private val out: PrintStream,
    private val clock: Clock = Clock.System,
) {
    private val lock = Any()
    private var hasEnded = false

    /** Writes the event [name]. Nothing follows the last one. */
    fun emit(
        name: String,
        isLast: Boolean = false,
        members: JsonObjectBuilder.() -> Unit = {},
    ) {
        val event =
            buildJsonObject {
                put("event", name)
                put("time", clock.now().toString())
                members()
            }
        synchronized(lock) {
            if (hasEnded) return
            hasEnded = isLast
            // One write, so that a line of the JVM cannot get into the middle.
            out.print(event.inAscii() + "\n")
            out.flush()
        }
    }

    private fun JsonObject.inAscii(): String =
        buildString {
            this@inAscii.toString().forEach { c -> if (c in ' '..'~') append(c) else append("\\u%04x".format(c.code)) }
        }

    companion object {
        /** The version of the events. It grows when an event or a member changes its meaning or goes away. */
        const val SCHEMA_VERSION: Int = 1
    }
}
