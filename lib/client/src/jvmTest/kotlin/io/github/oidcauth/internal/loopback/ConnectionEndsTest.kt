// Tests Connection.
package io.github.oidcauth.internal.loopback

import io.github.oidcauth.AuthException
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withTimeout
import java.net.Socket
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Connections that begin or end in unusual ways, with time limits that none of them may reach. */
class ConnectionEndsTest :
    FunSpec({
        val patient = ConnectionLimits(requestTime = 1.hours, responseTime = 1.hours)

        fun request(
            port: Int,
            target: String,
        ) = "GET $target HTTP/1.1\r\nHost: localhost:$port\r\n\r\n"

        test("a connection that ends without a word gets no response") {
            listening(patient) { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use {
                    it.finishSending()
                    it.read() shouldBe ""
                }
                Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        listOf("A" to "404", "Z" to "404", "@" to "400", "[" to "400").forEach { (letter, status) ->
            test("a request that begins with $letter gets \$status") {
                listening(patient) { listener ->
                    val code = codeOf(listener)
                    Visitor.to(listener.port).use {
                        it.send(letter)
                        // It has been read when a later visitor is responded.
                        Visitor.ask(listener.port, "/").status shouldBe "404"
                        if (status == "404") it.send(request(listener.port, "/").removePrefix("G"))
                        it.read().status shouldBe status
                    }
                    Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                    code.await() shouldBe "the-code"
                }
            }
        }

        test("a page that is larger than what the system takes at once arrives whole") {
            val page = LoginResultPage(ok = true, html = "x".repeat(20_000_000) + "end", styles = emptyList())
            val pages =
                object : LoginResultPages {
                    override fun signedIn(): LoginResultPage = page

                    override fun failed(error: AuthException): LoginResultPage = error("Nothing fails.")
                }
            withTimeout(60.seconds) {
                LoopbackListeners(Dispatchers.IO, pages, patient).bind(listOf(0)).use { listener ->
                    coroutineScope {
                        val code = codeOf(listener)
                        val response = Visitor.ask(listener.port, trueCallback())
                        response shouldEndWith "xend"
                        response.substringAfter("\r\n\r\n").length shouldBe page.html.length
                        code.await() shouldBe "the-code"
                    }
                }
            }
        }

        test("the browser keeps its connection however long the code takes to be redeemed") {
            listening(ConnectionLimits(requestTime = 50.milliseconds, responseTime = 1.hours)) { listener ->
                val browser = async { Visitor.ask(listener.port, trueCallback()) }
                listener.await(listener.validator()) {
                    // Connected later than the browser, and hung up on by the same limit.
                    repeat(2) { Visitor.to(listener.port).use { silent -> silent.readUntilGone() shouldBe "" } }
                }
                browser.await() shouldContain "You are signed in"
            }
        }

        test("a browser that breaks its connection while the code is redeemed does not hold up the login") {
            listening(patient) { listener ->
                val browser = Socket(Visitor.IPV4, listener.port)
                browser.getOutputStream().write(request(listener.port, trueCallback()).toByteArray())
                val redeemed = CompletableDeferred<Unit>()
                val login = async {
                    listener.await(listener.validator()) {
                        browser.breakOff()
                        redeemed.complete(Unit)
                        it.code
                    }
                }
                redeemed.await()
                login.await() shouldBe "the-code"
            }
        }

        test("a connection that breaks in the middle of a request costs nobody else anything") {
            listening(ConnectionLimits(connections = 3, requestTime = 1.hours, responseTime = 1.hours)) { listener ->
                val code = codeOf(listener)
                Visitor.to(listener.port).use { waiting ->
                    waiting.send("GET ")
                    repeat(3) {
                        val broken = Socket(Visitor.IPV4, listener.port)
                        broken.getOutputStream().write("GET / HTTP".toByteArray())
                        broken.breakOff()
                        Visitor.ask(listener.port, "/").status shouldBe "404"
                    }
                    waiting.send(request(listener.port, trueCallback()).removePrefix("GET "))
                    waiting.read().status shouldBe "200"
                }
                code.await() shouldBe "the-code"
            }
        }
    })

/** Ends the connection with a reset (RFC 9293 §3.5.2), as a browser does that is killed. */
private fun Socket.breakOff() {
    setSoLinger(true, 0)
    close()
}
