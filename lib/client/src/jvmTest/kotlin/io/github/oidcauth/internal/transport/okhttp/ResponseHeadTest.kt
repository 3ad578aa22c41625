package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.util.concurrent.CopyOnWriteArrayList
import java.util.logging.Handler
import java.util.logging.LogRecord
import java.util.logging.Logger
import kotlin.time.Duration.Companion.seconds

/** Heads of responses that OkHttp takes as they are, or fails at in its own way. */
class ResponseHeadTest :
    FunSpec({
        suspend fun post(head: String): RawResponse =
            RawServer {
                readRequest(it)
                write(it, "HTTP/1.1 $head\r\n\r\nok")
            }.use { server ->
                DefaultHttpClient.create { null }.use {
                    Transport(it, JvmFaultFinder, 30.seconds).post("http://127.0.0.1:${server.port}/token", emptyMap())
                }
            }

        listOf(
            "a blank in a name" to "X s3cret: a",
            "a blank behind a name" to "Content-Length : 2",
            "a NUL" to "X: s3cret\u0000",
            "an escape" to "X: s3cret\u001b[2J",
            "a control character in a place that is read" to "Location: https://s3cret\u0001/",
        ).forEach { (what, line) ->
            test("a header line with $what is refused, and not repeated") {
                val refusal = shouldThrow<InvalidResponseException> { post("401 No\r\n$line\r\nContent-Length: 2") }
                refusal.message shouldContain "a header line that HTTP does not allow"
                refusal.statusCode shouldBe 401
                refusal.stackTraceToString() shouldNotContain "s3cret"
            }
        }

        listOf(
            "a line that goes on with the one before" to "X: a\r\n b: c",
            "a line without a name" to ": a",
            "a line without a colon" to "a",
        ).forEach { (what, lines) ->
            test("$what is no header") {
                val response = post("200 OK\r\n$lines\r\nContent-Length: 2")
                response.body shouldBe "ok"
                response.headers - "x" shouldBe mapOf("content-length" to listOf("2"))
            }
        }

        test("values with letters of other alphabets are values") {
            post("200 OK\r\nX: \u00c3\u00a4\tb\r\nContent-Length: 2").header("x") shouldBe "\u00e4\tb"
        }

        listOf(
            "a negative status" to "-12 No\r\nContent-Length: 2",
            "a status of a switch that nobody asked for" to "101 Now\r\nConnection: upgrade\r\nUpgrade: websocket",
            "a status below all others" to "099 No\r\nContent-Length: 2",
            "a negative length" to "200 OK\r\nContent-Length: -2",
            "a length below that of none" to "200 OK\r\nContent-Length: -1",
            "two lengths" to "200 OK\r\nContent-Length: 2\r\nContent-Length: 1",
        ).forEach { (what, head) ->
            test("$what is a broken response, and leaks no connection") {
                val lines = CopyOnWriteArrayList<String>()
                val handler =
                    object : Handler() {
                        override fun publish(record: LogRecord) {
                            lines += record.message
                        }

                        override fun flush() = Unit

                        override fun close() = Unit
                    }
                val logger = Logger.getLogger("okhttp3").apply { addHandler(handler) }
                try {
                    shouldThrow<TransportException> { post(head) }.fault shouldBe Fault.CONNECTION_LOST
                    // OkHttp looks for leaks where connections are taken from its pool and given back.
                    System.gc()
                    post("200 OK\r\nContent-Length: 2").body shouldBe "ok"
                } finally {
                    logger.removeHandler(handler)
                }
                lines.filter { "leaked" in it } shouldBe emptyList()
            }
        }
    })
