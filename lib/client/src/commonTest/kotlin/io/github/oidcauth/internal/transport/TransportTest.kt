// Tests ResponseReader, TransportFaults and HttpCall.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.http.Headers
import io.ktor.http.HttpStatusCode
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.writeStringUtf8
import kotlinx.io.IOException
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TransportTest :
    FunSpec({
        fun transport(
            engine: MockEngine,
            clock: Clock? = null,
            faults: FaultFinder = FaultFinder { null },
        ) = Transport(HttpClient(engine), faults, 30.seconds, clock = clock)

        context("a GET is repeated when the connection broke, and for no other fault") {
            Fault.entries.forEach { fault ->
                test("$fault") {
                    var sent = 0
                    val engine =
                        MockEngine {
                            sent++
                            throw IOException("no")
                        }
                    val e =
                        shouldThrow<TransportException> {
                            transport(engine, faults = { fault }).get("https://a.example/keys")
                        }
                    e.fault shouldBe fault
                    sent shouldBe if (fault == Fault.CONNECTION_LOST) 3 else 1
                }
            }

            listOf(500, 502, 503, 429, 302).forEach { status ->
                test("nor for a response with status $status") {
                    val engine = MockEngine { respond("", HttpStatusCode.fromValue(status)) }
                    transport(engine).get("https://a.example/keys").statusCode shouldBe status
                    engine.requestHistory.size shouldBe 1
                }
            }

            test("one that succeeds the second time is not sent a third time") {
                var sent = 0
                val engine = MockEngine { if (++sent == 1) throw IOException("no") else respondOk("ok") }
                transport(engine, faults = { Fault.CONNECTION_LOST }).get("https://a.example/keys").body shouldBe "ok"
                sent shouldBe 2
            }

            test("a POST is never repeated") {
                var sent = 0
                val engine =
                    MockEngine {
                        sent++
                        throw IOException("no")
                    }
                val transport = transport(engine, faults = { Fault.CONNECTION_LOST })
                shouldThrow<TransportException> { transport.post("https://a.example/token", emptyMap()) }
                shouldThrow<TransportException> { transport.send(HttpCall("POST", "https://a.example/token")) }
                sent shouldBe 2
            }
        }

        context("a response that breaks off is none, whatever came before") {
            listOf("", "{\"access_token\":\"at\"}", "x".repeat(100_000)).forEach { beginning ->
                test("${beginning.length} characters of it") {
                    val engine =
                        MockEngine {
                            val channel = ByteChannel(autoFlush = true)
                            channel.writeStringUtf8(beginning)
                            channel.cancel(IOException("broken"))
                            respond(channel as ByteReadChannel)
                        }
                    val faults = FaultFinder { e ->
                        Fault.CONNECTION_LOST.takeIf { generateSequence(e) { it.cause }.any { it is IOException } }
                    }
                    shouldThrow<TransportException> {
                        transport(engine, faults = faults).post("https://a.example/token", emptyMap())
                    }
                        .fault shouldBe Fault.CONNECTION_LOST
                }
            }
        }

        context("Retry-After") {
            val now = Instant.parse("2026-01-01T12:00:00Z")
            val clock =
                object : Clock {
                    override fun now() = now
                }

            suspend fun retryAfter(
                value: String,
                date: String? = null,
                clock: Clock? = null,
            ): Duration? {
                val engine =
                    MockEngine {
                        respond(
                            "",
                            headers =
                                Headers.build {
                                    append("Retry-After", value)
                                    date?.let { append("Date", it) }
                                },
                        )
                    }
                return transport(engine, clock).get("https://a.example/").retryAfter
            }

            test("in seconds") {
                retryAfter("120") shouldBe 120.seconds
                retryAfter(" 0 ") shouldBe Duration.ZERO
                retryAfter("-1") shouldBe null
                retryAfter("soon") shouldBe null
            }

            test("as a date counts from the response's own, wrong though both may be") {
                val date = "Sun, 06 Nov 1994 08:49:37 GMT"
                retryAfter("Sun, 06 Nov 1994 08:50:37 GMT", date, clock) shouldBe 60.seconds
                retryAfter("Sunday, 06-Nov-94 09:49:37 GMT", date, clock) shouldBe 1.hours
                retryAfter("Mon Nov  7 08:49:37 1994", date, clock) shouldBe 1.days
            }

            test("as a date counts from our clock where the response has none, or none that is one") {
                retryAfter("Thu, 01 Jan 2026 12:00:30 GMT", null, clock) shouldBe 30.seconds
                retryAfter("Thu, 01 Jan 2026 12:00:30 GMT", "today", clock) shouldBe 30.seconds
                retryAfter("Thu, 01 Jan 2026 12:00:30 GMT", null, clock = null) shouldBe null
            }

            test("as a date that has passed asks for no wait") {
                retryAfter("Thu, 01 Jan 2026 11:59:59 GMT", null, clock) shouldBe Duration.ZERO
            }
        }
    })
