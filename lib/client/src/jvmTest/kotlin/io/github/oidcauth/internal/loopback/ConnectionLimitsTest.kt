// Tests CallbackServer and Connection.
package io.github.oidcauth.internal.loopback

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration.Companion.hours

/** Limits for connections and bytes of strangers, tested at their boundaries. */
class ConnectionLimitsTest :
    FunSpec({
        fun limits(
            connections: Int = 128,
            headBytes: Int = 65_536,
        ) = ConnectionLimits(connections, headBytes, requestTime = 1.hours, responseTime = 1.hours)

        fun request(
            listener: CallbackListener,
            target: String,
            padding: Int = 0,
        ) = "GET $target HTTP/1.1\r\nHost: localhost:${listener.port}\r\nX: ${"x".repeat(padding)}\r\n\r\n"

        /** Returns when earlier connections have been accepted: a request of a later one has got its response. */
        suspend fun CallbackListener.hasSeenAll() = Visitor.ask(port, "/").status shouldBe "404"

        test("the oldest connection is dropped for one more than are allowed, and none before") {
            listening(limits(connections = 3)) { listener ->
                val code = codeOf(listener)
                val oldest = Visitor.to(listener.port)
                val second = Visitor.to(listener.port)
                val third = Visitor.to(listener.port)
                Visitor.to(listener.port).use { fourth ->
                    oldest.readUntilGone() shouldBe ""
                    fourth.send(request(listener, "/"))
                    fourth.read().status shouldBe "404"
                }
                listOf(second, third).forEach {
                    it.send(request(listener, "/"))
                    it.read().status shouldBe "404"
                }
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
                listOf(oldest, second, third).forEach { it.close() }
            }
        }

        test("a connection that has its response makes room before one that still speaks") {
            listening(limits(connections = 3)) { listener ->
                val code = codeOf(listener)
                val speaking = Visitor.to(listener.port).apply { send("GET ") }
                val responded = List(2) {
                    Visitor.to(listener.port).apply {
                        send(request(listener, "/"))
                        read().status shouldBe "404"
                    }
                }
                val newcomer = Visitor.to(listener.port)
                newcomer.send(request(listener, "/"))
                newcomer.read().status shouldBe "404"
                speaking.send(request(listener, trueCallback()).removePrefix("GET "))
                speaking.use { it.read().status shouldBe "200" }
                code.await() shouldBe "the-code"
                (responded + newcomer).forEach { it.close() }
            }
        }

        test("a head of as many bytes as are allowed is read, of one more it is not") {
            val target = trueCallback()
            listening(limits(headBytes = 1000)) { listener ->
                val code = codeOf(listener)
                val padding = 1000 - (request(listener, target).length - "\r\n\r\n".length)
                Visitor.to(listener.port).use {
                    it.send(request(listener, target, padding + 1))
                    it.read().status shouldBe "400"
                }
                Visitor.to(listener.port).use {
                    it.send(request(listener, target, padding))
                    it.read().status shouldBe "200"
                }
                code.await() shouldBe "the-code"
            }
        }

        test("a head may come in pieces up to the bytes that are allowed, and is hung up on at one more without an end") {
            listening(limits(headBytes = 1000)) { listener ->
                val code = codeOf(listener)
                val longest = request(listener, trueCallback()).removeSuffix("\r\n\r\n").padEnd(1000, 'x')
                Visitor.to(listener.port).use {
                    it.send(longest + "x")
                    it.readUntilGone() shouldBe ""
                }
                Visitor.to(listener.port).use {
                    it.send(longest)
                    listener.hasSeenAll()
                    it.send("\r\n\r\n")
                    it.read().status shouldBe "200"
                }
                code.await() shouldBe "the-code"
            }
        }

        test("when the login is over, everybody who is still connected is hung up on") {
            listening(limits()) { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use { silent ->
                    listener.hasSeenAll()
                    Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                    code.await() shouldBe "the-code"
                    silent.readUntilGone() shouldBe ""
                }
            }
        }

        test("after a login the same listener can be waited for again") {
            listening { listener ->
                listOf("first", "second").forEach {
                    val code = codeOf(listener)
                    Visitor.ask(listener.port, trueCallback(it)).status shouldBe "200"
                    code.await() shouldBe it
                }
            }
        }

        test("a request's head prints its method and nothing of its target") {
            val head = RequestHead("GET", "/callback?code=secret", "localhost", null).toString()
            head shouldContain "GET"
            head shouldNotContain "secret"
        }

        test("at port 80 a browser leaves the port out of the name, elsewhere it does not") {
            fun head(host: String) = RequestHead("GET", "/", host)
            head("localhost").isFor(80) shouldBe true
            head("localhost:80").isFor(80) shouldBe true
            head("localhost").isFor(8080) shouldBe false
            head("localhost:80").isFor(8080) shouldBe false
            head("[::1]:8080").isFor(8080) shouldBe true
        }
    })
