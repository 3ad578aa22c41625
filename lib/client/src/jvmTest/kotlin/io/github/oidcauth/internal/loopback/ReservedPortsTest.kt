package io.github.oidcauth.internal.loopback

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import java.net.BindException
import java.net.ConnectException
import java.net.InetSocketAddress
import java.net.ServerSocket
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

class ReservedPortsTest :
    FunSpec({
        class Bench(
            holdTime: Duration = 10.minutes,
            capacity: Int = ReservedPorts.MAX_PORTS,
            val time: TestTimeSource = TestTimeSource(),
        ) {
            private val reservedPorts = ReservedPorts(holdTime, capacity, time = time)
            val listeners = LoopbackListeners(Dispatchers.IO, reservedPorts = reservedPorts)

            suspend fun ended(): Int = listeners.bind(listOf(0)).let { it.closeToLateCallbacks().run { it.port } }
        }

        fun take(port: Int) = ServerSocket().use { it.bind(InetSocketAddress(Visitor.IPV4, port)) }

        test(
            "after a login that nobody came back from, nobody else gets the port, and a late browser is told that it is too late",
        ) {
            val bench = Bench()
            val port = bench.ended()
            shouldThrow<BindException> { take(port) }
            val response = Visitor.ask(port, trueCallback())
            response.status shouldBe "400"
            response shouldContain "Start it again"
            Visitor.ask(port, "/other").status shouldBe "404"
            Visitor.ask(port, trueCallback(), host = "evil.example:$port").status shouldBe "404"
            if (LoopbackPort.machineHasIpv6()) Visitor.ask(port, trueCallback(), address = Visitor.IPV6).status shouldBe "400"
            bench.listeners.bind(listOf(port)).close()
            take(port)
        }

        test("a browser that was under way when the login ended is told, too") {
            val bench = Bench()
            val listener = bench.listeners.bind(listOf(0))
            Visitor.to(listener.port).use { early ->
                early.send("GET ${trueCallback()} HTTP/1.1\r\nHost: localhost:${listener.port}\r\n\r\n")
                listener.closeToLateCallbacks()
                early.finishSending()
                early.read().status shouldBe "400"
            }
            bench.listeners.bind(listOf(listener.port)).close()
        }

        test("the next login of the process has the port at once, and its browser comes through") {
            val bench = Bench()
            val port = bench.ended()
            Visitor.to(port).use { silent ->
                bench.listeners.bind(listOf(port)).use { listener ->
                    listener.port shouldBe port
                    login(listener)
                }
                silent.readUntilGone() shouldBe ""
            }
            shouldThrow<ConnectException> { Visitor.to(port) }
        }

        test("a held port is taken over for another host, too") {
            val bench = Bench()
            val port = bench.ended()
            bench.listeners.bind(LoopbackRedirect.of(listOf(port), "127.0.0.1")).use { it.port shouldBe port }
        }

        test("a port is held to the end of its time, and no longer") {
            val bench = Bench(holdTime = 10.minutes)
            val port = bench.ended()
            bench.time += 10.minutes - 1.milliseconds
            Visitor.ask(port, trueCallback()).status shouldBe "400"
            bench.time += 1.milliseconds
            // Arriving data wake the thread, which would otherwise count the milliseconds of the real clock.
            eventually(10.seconds) {
                shouldThrow<ConnectException> { Visitor.to(port).use { it.takes("x") } }
            }
        }

        test("the end of its time comes by itself") {
            val reservedPorts = ReservedPorts(holdTime = 50.milliseconds)
            val listener = LoopbackListeners(Dispatchers.IO, reservedPorts = reservedPorts).bind(listOf(0))
            listener.closeToLateCallbacks()
            eventually(10.seconds) { shouldNotThrowAny { take(listener.port) } }
        }

        test("no more ports are held than are allowed, and the oldest goes first") {
            val bench = Bench(holdTime = 1.hours, capacity = 2)
            val ports = List(3) { bench.ended() }
            eventually(10.seconds) { take(ports[0]) }
            ports.drop(1).forEach { port ->
                shouldThrow<BindException> { take(port) }
                bench.listeners.bind(listOf(port)).close()
            }
        }

        test("closing twice, in either way, holds or frees once") {
            val bench = Bench()
            val freed = bench.listeners.bind(listOf(0))
            freed.close()
            freed.closeToLateCallbacks()
            take(freed.port)
            val kept = bench.listeners.bind(listOf(0))
            kept.closeToLateCallbacks()
            kept.close()
            shouldThrow<BindException> { take(kept.port) }
            bench.listeners.bind(listOf(kept.port)).close()
        }
    })

private suspend fun login(listener: CallbackListener): Unit =
    coroutineScope {
        val code = codeOf(listener)
        Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
        code.await() shouldBe "the-code"
    }
