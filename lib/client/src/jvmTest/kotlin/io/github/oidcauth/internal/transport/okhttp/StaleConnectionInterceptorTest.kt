package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.tls.Tls
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runInterruptible
import java.net.InetAddress
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.Semaphore
import java.util.concurrent.TimeUnit
import javax.net.SocketFactory
import kotlin.time.Duration.Companion.seconds

/** Servers close connections that are kept, a second ago or this moment, and nobody notices. */
class StaleConnectionInterceptorTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }
        val form = mapOf("refresh_token" to "r-1")

        suspend fun toServer(
            secure: Boolean,
            responder: RawServer.(Socket) -> Unit,
            requests: suspend (Transport, String, RawServer, RecordedSockets) -> Unit,
        ) {
            val server = if (secure) RawServer(certificate.listen(), responder) else RawServer(respond = responder)
            val sockets = RecordedSockets()
            val tls = Tls({ null }, caFile = if (secure) certificate.pem.path else null)
            val connections = HttpConnections.configured(tls) { socketFactory(sockets) }
            server.use {
                HttpClient(OkHttpCallEngine.Factory(connections)).use { client ->
                    val transport = Transport(client, JvmFaultFinder, 30.seconds)
                    requests(transport, "${if (secure) "https" else "http"}://127.0.0.1:${it.port}/token", it, sockets)
                }
            }
        }

        val ends =
            mapOf<String, RawServer.(Socket) -> Unit>(
                "closes it" to { it.close() },
                "resets it" to {
                    it.setSoLinger(true, 0)
                    it.close()
                },
                "closes one direction" to { it.shutdownOutput() },
                "says that it has waited for too long" to
                    { write(it, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n") },
            )

        listOf(false, true).forEach { secure ->
            context(if (secure) "over https" else "over http") {
                ends.forEach { (what, end) ->
                    test("a server $what while it is kept, and the next POST goes to a new one, once") {
                        val received = Semaphore(0)
                        val finished = CountDownLatch(1)
                        val responder: RawServer.(Socket) -> Unit = {
                            readRequest(it)
                            write(it, KEEP_ALIVE_RESPONSE)
                            received.acquire()
                            end(it)
                            finished.await(30, TimeUnit.SECONDS)
                        }
                        toServer(secure, responder) { transport, url, server, sockets ->
                            repeat(3) {
                                transport.post(url, form).body shouldBe "ok"
                                received.release()
                                sockets.awaitNews(count = it + 1)
                            }
                            server.requests shouldHaveSize 3
                            server.connections shouldBe 3
                            finished.countDown()
                        }
                    }
                }

                test("a response that was there before its request is not taken for the one to it") {
                    val responder: RawServer.(Socket) -> Unit = {
                        readRequest(it)
                        write(it, KEEP_ALIVE_RESPONSE + "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nstranger")
                        readRequest(it)
                        write(it, KEEP_ALIVE_RESPONSE)
                    }
                    toServer(secure, responder) { transport, url, _, _ ->
                        transport.post(url, form).body shouldBe "ok"
                        shouldThrow<TransportException> { transport.post(url, form) }.fault shouldBe Fault.CONNECTION_LOST
                        transport.post(url, form).body shouldBe "ok"
                    }
                }

                test("several that were closed are passed over one after the other") {
                    val together = CyclicBarrier(5)
                    val responder: RawServer.(Socket) -> Unit = {
                        readRequest(it)
                        if (connections <= 5) together.await(30, TimeUnit.SECONDS)
                        write(it, KEEP_ALIVE_RESPONSE)
                        it.close()
                    }
                    toServer(secure, responder) { transport, url, server, sockets ->
                        coroutineScope { List(5) { async { transport.post(url, form).body } }.awaitAll() } shouldBe
                            List(5) { "ok" }
                        sockets.awaitNews(count = 5)
                        transport.post(url, form).body shouldBe "ok"
                        server.requests shouldHaveSize 6
                        server.connections shouldBe 6
                    }
                }
            }
        }

        test("a connection that is not used is closed by us, before servers do so after 5 seconds") {
            val closed = CountDownLatch(1)
            val responder: RawServer.(Socket) -> Unit = {
                readRequest(it)
                write(it, KEEP_ALIVE_RESPONSE)
                if (it.getInputStream().read() < 0) closed.countDown()
            }
            toServer(secure = false, responder) { transport, url, _, _ ->
                transport.post(url, form).body shouldBe "ok"
                runInterruptible { closed.await(60, TimeUnit.SECONDS) } shouldBe true
            }
        }
    })

/** The sockets that were made, in order. */
private class RecordedSockets(
    private val factory: SocketFactory = PollableSocketFactory,
) : SocketFactory() {
    private val made = CopyOnWriteArrayList<PollableSocket>()

    /** Waits until each of [count] sockets has been closed by the server, or has something to read. Their requests are done. */
    suspend fun awaitNews(count: Int) {
        made shouldHaveSize count
        eventually(30.seconds) { made.none { !it.isClosed && it.isOpenAndIdle() } shouldBe true }
    }

    override fun createSocket(): Socket = factory.createSocket().also { made += it as PollableSocket }

    override fun createSocket(
        host: String,
        port: Int,
    ): Socket = factory.createSocket(host, port)

    override fun createSocket(
        host: InetAddress,
        port: Int,
    ): Socket = factory.createSocket(host, port)

    override fun createSocket(
        host: String,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = factory.createSocket(host, port, localHost, localPort)

    override fun createSocket(
        host: InetAddress,
        port: Int,
        localHost: InetAddress,
        localPort: Int,
    ): Socket = factory.createSocket(host, port, localHost, localPort)
}
