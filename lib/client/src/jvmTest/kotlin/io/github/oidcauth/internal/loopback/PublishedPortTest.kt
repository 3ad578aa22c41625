// Tests LoopbackListeners and LoopbackPort.
package io.github.oidcauth.internal.loopback

import io.github.oidcauth.CallbackUnavailableException
import io.github.oidcauth.orSkip
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import java.net.Inet4Address
import java.net.InetAddress
import java.net.NetworkInterface
import java.net.ServerSocket

/** A listener in a container: it listens on the container's network, and the browser outside knows another port. */
class PublishedPortTest :
    FunSpec({
        /** The address of this machine in a network, by which a container would be reached. */
        val outside =
            NetworkInterface
                .networkInterfaces()
                .flatMap { it.inetAddresses() }
                .filter { !it.isLoopbackAddress && it is Inet4Address }
                .findFirst()
                .orElse(null)

        fun freePort() = ServerSocket(0).use { it.localPort }

        fun redirect(
            published: Int,
            inside: Int,
            host: String = "0.0.0.0",
        ) = LoopbackRedirect.of(listOf(published)).receivedAt(ListenAddress(host, inside))

        test("the browser's request for the published port arrives at another one inside") {
            val inside = freePort()
            listening(redirect = redirect(53_100, inside)) { listener ->
                listener.redirectUri shouldBe "http://localhost:53100/callback"
                listener.port shouldBe 53_100
                val code = codeOf(listener)
                Visitor.ask(inside, trueCallback(), host = "localhost:53100").status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("other hosts, ports and paths, and a wrong state, get 404 at the opened address too") {
            val inside = freePort()
            listening(redirect = redirect(53_100, inside)) { listener ->
                val code = codeOf(listener)
                listOf("localhost:$inside", "0.0.0.0:53100", "evil.example:53100", "172.17.0.2:53100", null).forEach { host ->
                    withClue("$host") { Visitor.ask(inside, trueCallback("evil"), host = host).status shouldBe "404" }
                }
                listOf("/", "/other?code=evil&state=$STATE_ENCODED", "/callback?code=evil&state=guess").forEach { target ->
                    withClue(target) { Visitor.ask(inside, target, host = "localhost:53100").status shouldBe "404" }
                }
                code.isCompleted shouldBe false
                Visitor.ask(inside, trueCallback(), host = "127.0.0.1:53100").status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("0.0.0.0 is reached through the network of the machine").config(enabledOrReasonIf = {
            (outside != null).orSkip("Not on this machine: an IPv4 address besides the loopback interface.")
        }) {
            val port = freePort()
            listening(redirect = redirect(port, port)) { listener ->
                val code = codeOf(listener)
                Visitor.ask(port, trueCallback(), address = checkNotNull(outside)).status shouldBe "200"
                code.await() shouldBe "the-code"
            }
        }

        test("[::] accepts IPv4 as well").config(enabledOrReasonIf = {
            LoopbackPort.machineHasIpv6().orSkip("Not on this machine: IPv6 on the loopback interface.")
        }) {
            val port = freePort()
            listening(redirect = redirect(port, port, "[::]")) {
                listOf(Visitor.IPV4, Visitor.IPV6).forEach { shouldNotThrowAny { Visitor.to(port, it).close() } }
            }
        }

        test("without a port of its own the address takes the ports of the redirect in order") {
            ServerSocket(0, 1, InetAddress.getByName("0.0.0.0")).use { taken ->
                val redirect = LoopbackRedirect.of(listOf(taken.localPort, 0)).receivedAt(ListenAddress("0.0.0.0", null))
                listening(redirect = redirect) { listener ->
                    val code = codeOf(listener)
                    Visitor.ask(listener.port, trueCallback()).status shouldBe "200"
                    code.await() shouldBe "the-code"
                }
            }
        }

        test("an address that is none of this machine is named, with what to do") {
            val redirect = LoopbackRedirect.of(listOf(0)).receivedAt(ListenAddress("192.0.2.1", null))
            shouldThrow<CallbackUnavailableException> { LoopbackListeners(Dispatchers.IO).bind(redirect) }.message shouldContain
                "at 192.0.2.1, port 0: the port is in use or not allowed, or the address is none of this machine."
        }

        test("a held port keeps its address, and the next login on the loopback interface replaces it") {
            val inside = freePort()
            val reserved = ReservedPorts()
            val listeners = LoopbackListeners(Dispatchers.IO, reservedPorts = reserved)
            listeners.bind(redirect(53_100, inside)).closeToLateCallbacks()
            Visitor.ask(inside, trueCallback(), host = "localhost:53100").status shouldBe "400"
            Visitor.ask(inside, trueCallback(), host = "localhost:$inside").status shouldBe "404"
            listeners.bind(LoopbackRedirect.of(listOf(inside), "127.0.0.1")).use { listener ->
                listener.port shouldBe inside
                coroutineScope {
                    val code = codeOf(listener)
                    Visitor.ask(inside, trueCallback()).status shouldBe "200"
                    code.await() shouldBe "the-code"
                }
            }
        }
    })
