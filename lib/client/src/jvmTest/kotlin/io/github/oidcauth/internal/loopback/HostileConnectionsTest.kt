// Tests CallbackServer.
package io.github.oidcauth.internal.loopback

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CoroutineScope
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds

class HostileConnectionsTest :
    FunSpec({
        /** Patient enough that whatever depends on a time limit would run into the test's own. */
        val patient = ConnectionLimits(requestTime = 1.hours, responseTime = 1.hours)

        suspend fun CoroutineScope.succeedsDespite(
            limits: ConnectionLimits,
            attack: suspend (CallbackListener) -> List<Visitor>,
        ) = listening(limits) { listener ->
            val code = codeOf(listener)
            val attackers = attack(listener)
            Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
            code.await() shouldBe "the-code"
            attackers.forEach { it.close() }
        }

        test("50 silent connections do not delay the callback") {
            succeedsDespite(patient) { listener -> List(50) { Visitor.to(listener.port) } }
        }

        test("50 connections that stop in the middle of a request do not delay the callback") {
            succeedsDespite(patient) { listener ->
                List(50) { Visitor.to(listener.port).apply { send("GET ${trueCallback("evil")} HTTP/1.1\r\nHost: localhost:") } }
            }
        }

        test("more silent connections than are allowed do not shut the callback out") {
            succeedsDespite(ConnectionLimits(connections = 8, requestTime = 1.hours, responseTime = 1.hours)) { listener ->
                List(40) { Visitor.to(listener.port) }
            }
        }

        test("as many connections as are allowed are kept, and one more costs the oldest") {
            listening(ConnectionLimits(connections = 4, requestTime = 1.hours, responseTime = 1.hours)) { listener ->
                val code = codeOf(listener)
                val silent = List(3) { Visitor.to(listener.port) }
                // The fourth. Its response says that those before it have been accepted.
                Visitor.ask(listener.port, "/").status shouldBe "404"
                val fourth = Visitor.to(listener.port)
                Visitor.ask(listener.port, "/").status shouldBe "404"
                silent[0].readUntilGone() shouldBe ""
                (silent.drop(1) + fourth).forEach {
                    it.send("GET / HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                    it.finishSending()
                    it.read().status shouldBe "404"
                }
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
                silent.forEach { it.close() }
            }
        }

        test("connections that are responded to make room before those that still speak") {
            listening(ConnectionLimits(connections = 3, requestTime = 1.hours, responseTime = 1.hours)) { listener ->
                val code = codeOf(listener)
                val speaking = Visitor.to(listener.port)
                val responded = Visitor.to(listener.port)
                responded.send("GET / HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                responded.read().status shouldBe "404"
                val others = List(2) { Visitor.to(listener.port) }
                speaking.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                speaking.finishSending()
                speaking.read().status shouldBe "200"
                code.await() shouldBe "the-code"
                (others + responded + speaking).forEach { it.close() }
            }
        }

        test("connections that are responded to and never hang up do not shut the callback out") {
            succeedsDespite(ConnectionLimits(connections = 8, requestTime = 1.hours, responseTime = 1.hours)) { listener ->
                List(40) { Visitor.to(listener.port).apply { send("GET / HTTP/1.1\r\n\r\n") } }
            }
        }

        test("connections made while the code is redeemed do not push the browser out") {
            listening(ConnectionLimits(connections = 4, requestTime = 1.hours, responseTime = 100.milliseconds)) { listener ->
                Visitor.to(listener.port).use { browser ->
                    browser.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                    val attackers = mutableListOf<Visitor>()
                    listener.await(listener.validator()) {
                        repeat(20) { attackers += Visitor.to(listener.port) }
                        Visitor.ask(listener.port, "/").status shouldBe "404"
                    }
                    browser.read() shouldContain "You are signed in"
                    attackers.forEach { it.close() }
                }
            }
        }

        test("a sender of a byte now and then is hung up on in time, however busy") {
            listening(ConnectionLimits(requestTime = 300.milliseconds)) { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use { slow ->
                    // Every response takes a round trip; between them comes a byte. It ends when a byte is no longer taken.
                    slow.send("GET /callback HTTP/1.1\r\nX: ")
                    while (slow.takes("x")) {
                        Visitor.ask(listener.port, "/").status shouldBe "404"
                    }
                    slow.readUntilGone() shouldBe ""
                }
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("a silent connection is hung up on in time") {
            listening(ConnectionLimits(requestTime = 50.milliseconds)) { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use { it.readUntilGone() shouldBe "" }
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("a request line of 100 kB ends its connection") {
            succeedsDespite(patient) { listener ->
                val attacker = Visitor.to(listener.port)
                attacker.takes("GET ${trueCallback("e".repeat(100_000))} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                attacker.readUntilGone().status shouldBe ""
                listOf(attacker)
            }
        }

        test("a request line of 20 kB is refused") {
            succeedsDespite(patient) { listener ->
                Visitor.ask(listener.port, trueCallback("e".repeat(20_000))).status shouldBe "404"
                emptyList()
            }
        }

        test("headers without end, without names or without number end their connections") {
            succeedsDespite(patient) { listener ->
                listOf(
                    "X: ${"x".repeat(1_000_000)}",
                    "X: 1\r\n".repeat(100_000),
                    "x".repeat(1_000_000),
                    ":".repeat(1_000_000),
                ).map { flood ->
                    val attacker = Visitor.to(listener.port)
                    attacker.takes("GET / HTTP/1.1\r\n$flood")
                    attacker.readUntilGone() shouldBe ""
                    attacker
                }
            }
        }

        test("a head as large as many cookies make it is read, in pieces of any size") {
            listening { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use { browser ->
                    val cookies = "Cookie: ${"c=${"v".repeat(4000)}; ".repeat(12)}\r\n"
                    "GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n".forEach {
                        browser.send(it.toString())
                    }
                    browser.send(cookies)
                    "\r\n".forEach { browser.send(it.toString()) }
                    browser.finishSending()
                    browser.read().status shouldBe "200"
                }
                code.await() shouldBe "the-code"
            }
        }

        test("spaces without end in a header cost no time") {
            succeedsDespite(patient) { listener ->
                val attacker = Visitor.to(listener.port)
                attacker.send("GET / HTTP/1.1\r\nHost: ${" ".repeat(60_000)}x${"\t".repeat(4_000)}\r\n\r\n")
                attacker.finishSending()
                attacker.read().status shouldBe "404"
                listOf(attacker)
            }
        }

        test("a thousand visits leave nothing behind that would refuse the next") {
            succeedsDespite(patient) { listener ->
                repeat(1000) { Visitor.to(listener.port).close() }
                emptyList()
            }
        }
    })
