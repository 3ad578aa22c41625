package io.github.oidcauth.internal.transport.okhttp

import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import okhttp3.Call
import okhttp3.OkHttpClient
import okhttp3.Request
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ServerSocket
import java.net.Socket

/**
 * A call that is cancelled at the one moment at which OkHttp closes no socket: between the TCP connection and the first
 * octets.
 */
class PollableSocketTest :
    FunSpec({
        fun newCall(): Call = OkHttpClient().newCall(Request.Builder().url("https://idp.test/").build())

        /** Connects for [call] as OkHttp does: the event, then the socket, on one thread. */
        fun connected(
            call: Call,
            test: (client: Socket, server: Socket) -> Unit,
        ) = ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
            ProxyEventListener().connectStart(call, InetSocketAddress(listener.inetAddress, listener.localPort), Proxy.NO_PROXY)
            PollableSocketFactory.createSocket().use { client ->
                client.connect(listener.localSocketAddress)
                listener.accept().use { server -> test(client, server) }
            }
        }

        test("the first octets of a cancelled call are not sent") {
            val call = newCall()
            connected(call) { client, server ->
                call.cancel()
                shouldThrow<IOException> { client.getOutputStream().write(byteArrayOf(1)) }.message shouldBe "Canceled"
                shouldThrow<IOException> { client.getOutputStream().write(1) }
                client.shutdownOutput()
                server.getInputStream().read() shouldBe -1
            }
        }

        test("a connection outlives the call that made it") {
            val call = newCall()
            connected(call) { client, server ->
                client.getOutputStream().write(byteArrayOf(1))
                call.cancel()
                client.getOutputStream().write(2)
                server.getInputStream().readNBytes(2).toList() shouldBe listOf<Byte>(1, 2)
            }
        }

        test("a socket that is made for no call writes") {
            connected(newCall().apply { cancel() }) { _, _ -> }
            ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { listener ->
                PollableSocketFactory.createSocket().use { client ->
                    client.connect(listener.localSocketAddress)
                    shouldNotThrowAny { client.getOutputStream().write(1) }
                }
            }
        }

        test("a TLS handshake of a cancelled call does not begin") {
            val call = newCall()
            shouldNotThrowAny { ProxyEventListener().secureConnectStart(call) }
            call.cancel()
            shouldThrow<IOException> { ProxyEventListener().secureConnectStart(call) }.message shouldBe "Canceled"
        }
    })
