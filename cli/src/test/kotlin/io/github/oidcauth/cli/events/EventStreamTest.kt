// Tests EventMessages.
package io.github.oidcauth.cli.events

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put
import java.io.ByteArrayOutputStream
import java.io.PrintStream
import kotlin.time.Clock
import kotlin.time.Instant

internal class EventStreamTest : FunSpec({
    val clock =
        object : Clock {
            override fun now() = Instant.parse("2026-11-30T18:00:00Z")
        }

    fun written(write: (EventStream) -> Unit): String {
        val bytes = ByteArrayOutputStream()
        write(EventStream(PrintStream(bytes, false, Charsets.US_ASCII), clock))
        return bytes.toString(Charsets.US_ASCII)
    }

    test("an event is one line with its name and time") {
        written { it.emit("progress") { put("remaining_seconds", 9) } } shouldBe
            """{"event":"progress","time":"2026-11-30T18:00:00Z","remaining_seconds":9}""" + "\n"
    }

    test("no text can end a line or reach a terminal, and each comes back as it was") {
        val hostile = "a\nb\r\u2028\u0085\u001b[2J\u009b31m\u202e\"}\\ é \ud83d\udd11 \u007f"
        val line = written { it.emit("message") { put("message", hostile) } }
        line.dropLast(1).all { it in ' '..'~' } shouldBe true
        Json.parseToJsonElement(line).jsonObject.getValue("message").jsonPrimitive.content shouldBe hostile
    }

    test("nothing follows the last event") {
        written {
            it.emit("done", isLast = true)
            it.emit("message") { put("message", "late") }
        }.lines().size shouldBe 2
    }

    test("a text becomes one event of its kind, and the first error is kept for the end") {
        val kept = mutableListOf<String?>()
        val lines =
            written { stream ->
                EventMessages(stream).run {
                    println("warning: a\nb")
                    println("Token file: x")
                    println("")
                    println("Error: no\nUsage: oidc-auth\nTry 'oidc-auth --help'.")
                    println("Error: second")
                    println(StringBuilder("object") as Any)
                    write("bytes\n".toByteArray())
                    kept += error
                }
            }.lines().filter { it.isNotEmpty() }.map { Json.parseToJsonElement(it).jsonObject }
        lines.map { it.getValue("event").jsonPrimitive.content to it.getValue("message").jsonPrimitive.content }
            .shouldContainExactly(
                "warning" to "a\nb",
                "message" to "Token file: x",
                "message" to "Error: second",
                "message" to "object",
                "message" to "bytes",
            )
        kept.shouldContainExactly("no\nUsage: oidc-auth\nTry 'oidc-auth --help'.")
    }

    test("the titles of errors are known, and a sentence with a colon is none") {
        fun kept(text: String): String? {
            var error: String? = null
            written { stream ->
                EventMessages(stream).let {
                    it.println(text)
                    error = it.error
                }
            }
            return error
        }
        kept("Authentication failed: denied") shouldBe "denied"
        kept("Error: x") shouldBe "x"
        kept("The login failed: x") shouldBe null
        kept("Token file: x") shouldBe null
    }
})
