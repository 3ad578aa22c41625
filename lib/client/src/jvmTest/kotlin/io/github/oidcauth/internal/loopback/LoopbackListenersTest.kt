package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.orSkip
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.withContext
import java.net.BindException
import java.net.ConnectException
import java.net.Inet4Address
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.NetworkInterface
import java.net.ServerSocket
import java.net.SocketException

class LoopbackListenersTest :
    FunSpec({
        val ipv6 = LoopbackPort.machineHasIpv6()
        val listeners = LoopbackListeners(Dispatchers.IO)

        fun occupied(
            address: InetAddress = Visitor.IPV4,
            port: Int = 0,
        ) = ServerSocket().apply { bind(InetSocketAddress(address, port)) }

        test("0 takes a free port, and the redirect URI names it") {
            listeners.bind(listOf(0)).use {
                it.port shouldBeGreaterThan 0
                it.redirectUri shouldBe "http://localhost:${it.port}/callback"
            }
        }

        test("two listeners have two ports") {
            listeners.bind(listOf(0)).use { a -> listeners.bind(listOf(0)).use { b -> a.port shouldNotBe b.port } }
        }

        test("both loopback addresses are listened on").config(enabledOrReasonIf = {
            ipv6.orSkip("Not on this machine: IPv6 on the loopback interface.")
        }) {
            listening { listener ->
                listOf(Visitor.IPV4, Visitor.IPV6).forEach { address ->
                    shouldNotThrowAny { Visitor.to(listener.port, address).close() }
                }
            }
        }

        test("no other address of the machine is listened on") {
            listening { listener ->
                val others =
                    NetworkInterface
                        .networkInterfaces()
                        .flatMap { it.inetAddresses() }
                        .filter { !it.isLoopbackAddress && it is Inet4Address }
                        .toList()
                (others + InetAddress.getByName("127.0.0.2")).forEach {
                    withClue(it) { shouldThrow<SocketException> { Visitor.to(listener.port, it).close() } }
                }
            }
        }

        test("nobody else can take the port, in either family, not even by asking to share it") {
            listening { listener ->
                (listOf(Visitor.IPV4) + listOf(Visitor.IPV6).filter { ipv6 }).forEach { address ->
                    val rival = ServerSocket()
                    rival.reuseAddress = true
                    withClue(address) {
                        shouldThrow<BindException> { rival.use { it.bind(InetSocketAddress(address, listener.port)) } }
                    }
                }
            }
        }

        test("the first free port of the list is taken") {
            occupied().use { first ->
                val second = occupied().use { it.localPort }
                listeners.bind(listOf(first.localPort, second, 0)).use { it.port shouldBe second }
            }
        }

        test("a port that is taken in IPv6 alone is taken").config(enabledOrReasonIf = {
            ipv6.orSkip("Not on this machine: IPv6 on the loopback interface.")
        }) {
            occupied(Visitor.IPV6).use { rival ->
                shouldThrow<CallbackUnavailableException> { listeners.bind(listOf(rival.localPort)) }
                listeners.bind(listOf(rival.localPort, 0)).use { it.port shouldNotBe rival.localPort }
                // Nothing is left behind in the family that was free.
                occupied(Visitor.IPV4, rival.localPort).close()
            }
        }

        test("a machine without IPv6 has one address to listen on") {
            LoopbackListeners(Dispatchers.IO, hasIpv6 = { false }).bind(listOf(0)).use { listener ->
                Visitor.to(listener.port, Visitor.IPV4).close()
                shouldThrow<ConnectException> { Visitor.to(listener.port, Visitor.IPV6).close() }
            }
        }

        test("for a redirect URI with 127.0.0.1 that address alone is listened on, and named") {
            listeners.bind(LoopbackRedirect.of(listOf(0), "127.0.0.1")).use { listener ->
                listener.redirectUri shouldBe "http://127.0.0.1:${listener.port}/callback"
                Visitor.to(listener.port, Visitor.IPV4).close()
                shouldThrow<ConnectException> { Visitor.to(listener.port, Visitor.IPV6).close() }
            }
        }

        test("for a redirect URI with ::1 that address alone is listened on, and named").config(enabledOrReasonIf = {
            ipv6.orSkip("Not on this machine: IPv6 on the loopback interface.")
        }) {
            listeners.bind(LoopbackRedirect.of(listOf(0), "::1", "/")).use { listener ->
                listener.redirectUri shouldBe "http://[::1]:${listener.port}/"
                Visitor.to(listener.port, Visitor.IPV6).close()
                shouldThrow<ConnectException> { Visitor.to(listener.port, Visitor.IPV4).close() }
            }
        }

        test("a redirect URI with ::1 on a machine without IPv6 is an error that says so") {
            val without = LoopbackListeners(Dispatchers.IO, hasIpv6 = { false })
            shouldThrow<CallbackUnavailableException> {
                without.bind(LoopbackRedirect.of(listOf(0), "::1"))
            }.message shouldContain
                "no IPv6"
        }

        test("a port that is taken in IPv6 alone is free for 127.0.0.1").config(enabledOrReasonIf = {
            ipv6.orSkip("Not on this machine: IPv6 on the loopback interface.")
        }) {
            occupied(Visitor.IPV6).use { rival ->
                listeners.bind(LoopbackRedirect.of(listOf(rival.localPort), "127.0.0.1")).use { it.port shouldBe rival.localPort }
            }
        }

        test("when every port is taken the error names them and says what to do") {
            occupied().use { a ->
                occupied().use { b ->
                    val error = shouldThrow<CallbackUnavailableException> { listeners.bind(listOf(a.localPort, b.localPort)) }
                    error.message shouldContain "None of the ports ${a.localPort}, ${b.localPort} "
                    error.message shouldContain "choose other redirect ports; 0 takes any that is free"
                    (error.cause is SocketException).shouldBeTrue()
                    val single = shouldThrow<CallbackUnavailableException> { listeners.bind(List(3) { a.localPort }) }
                    single.message shouldContain "Port ${a.localPort} of this machine cannot be used for the redirect"
                }
            }
        }

        test("close gives the port back at once, any number of times, after visits too") {
            val listener = listeners.bind(listOf(0))
            val port = listener.port
            Visitor.to(port).use {
                listener.close()
                listener.close()
                listeners.bind(listOf(port)).use { again -> again.port shouldBe port }
            }
            shouldThrow<ConnectException> { Visitor.to(port) }
        }

        test("a bind that is cancelled leaves no port taken") {
            val port = occupied().use { it.localPort }
            shouldThrow<CancellationException> {
                withContext(Job().apply { cancel() }) { listeners.bind(listOf(port)) }
            }
            listeners.bind(listOf(port)).use { listOf(it.port) shouldContainExactlyInAnyOrder listOf(port) }
        }
    })
