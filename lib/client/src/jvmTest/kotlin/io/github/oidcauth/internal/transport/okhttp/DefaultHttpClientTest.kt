// Tests HttpConnections and OkHttpCallEngine.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeout
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

class DefaultHttpClientTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }

        suspend fun get(
            url: String,
            vararg variables: Pair<String, String>,
            timeout: Duration = 30.seconds,
        ): RawResponse =
            DefaultHttpClient.create(
                Environment {
                    variables.toMap()[it]
                },
            ).use { Transport(it, JvmFaultFinder, timeout).get(url) }

        suspend fun fault(
            url: String,
            vararg variables: Pair<String, String>,
            timeout: Duration = 30.seconds,
        ): Fault = shouldThrow<TransportException> { get(url, *variables, timeout = timeout) }.fault

        fun polite(listener: ServerSocket = ServerSocket(0, 50, InetAddress.getLoopbackAddress())) =
            RawServer(listener) {
                readHead(it)
                write(it, OK_RESPONSE)
            }

        test("a response arrives") {
            polite().use { get("http://127.0.0.1:${it.port}/").body shouldBe "ok" }
        }

        listOf("http://[/", "http://[::g]/", "http://a_b/", "http://-/", "http://a:99999/").forEach {
            test("$it, which a server may name, is no address") { fault(it) shouldBe Fault.UNKNOWN_HOST }
        }

        test("a redirect is handed over, a cookie not sent back, and the connection used again") {
            val server =
                RawServer {
                    readHead(it)
                    write(it, "HTTP/1.1 302 Found\r\nLocation: /next\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n")
                    readHead(it)
                    write(it, OK_RESPONSE)
                }
            server.use {
                DefaultHttpClient.create { null }.use { client ->
                    val transport = Transport(client, JvmFaultFinder, 30.seconds)
                    transport.get("http://127.0.0.1:${it.port}/").statusCode shouldBe 302
                    transport.get("http://127.0.0.1:${it.port}/again").statusCode shouldBe 200
                }
                it.requests.map { head -> head.first() } shouldBe listOf("GET / HTTP/1.1", "GET /again HTTP/1.1")
                it.requests.last().none { line -> line.startsWith("Cookie", ignoreCase = true) } shouldBe true
                it.connections shouldBe 1
            }
        }

        test("a port where nothing listens refuses the connection") {
            val port = ServerSocket(0).use { it.localPort }
            fault("http://127.0.0.1:$port/") shouldBe Fault.CONNECTION_REFUSED
        }

        test("a name that does not exist is an unknown host") {
            fault("http://no-such-host.invalid/") shouldBe Fault.UNKNOWN_HOST
        }

        test("a response that never comes is a timeout") {
            val end = CountDownLatch(1)
            RawServer {
                readHead(it)
                end.await()
            }.use { fault("http://127.0.0.1:${it.port}/", timeout = 300.milliseconds) shouldBe Fault.TIMEOUT }
            end.countDown()
        }

        mapOf(
            "before the response" to "",
            "in the head" to "HTTP/1.1 200 OK\r\nContent-Le",
            "in the body" to "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"acc",
            "in a chunk" to "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"acc",
        ).forEach { (where, text) ->
            test("a connection that breaks $where is lost") {
                RawServer {
                    readHead(it)
                    write(it, text)
                }.use { fault("http://127.0.0.1:${it.port}/") shouldBe Fault.CONNECTION_LOST }
            }
        }

        mapOf(
            "another protocol" to "SSH-2.0-OpenSSH_9.2\r\n\r\n",
            "one length and another" to "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 2\r\n\r\nok",
            "a negative length" to "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "a broken length" to "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            "a broken chunk" to "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ).forEach { (what, text) ->
            test("$what is no response") {
                RawServer {
                    readHead(it)
                    write(it, text)
                }.use { fault("http://127.0.0.1:${it.port}/") shouldBe Fault.CONNECTION_LOST }
            }
        }

        test("a certificate that nobody vouches for is not trusted") {
            polite(certificate.listen()).use { fault("https://127.0.0.1:${it.port}/") shouldBe Fault.TLS }
        }

        test("a server that does not speak TLS is a fault of TLS") {
            RawServer { write(it, "HTTP/1.1 400 Bad Request\r\n\r\n") }.use {
                fault("https://127.0.0.1:${it.port}/") shouldBe Fault.TLS
            }
        }

        test("SSL_CERT_FILE makes its certificate trusted") {
            polite(certificate.listen()).use {
                get("https://127.0.0.1:${it.port}/", "SSL_CERT_FILE" to certificate.pem.path).body shouldBe "ok"
            }
        }

        test("SSL_CERT_FILE takes the place of the JVM's own authorities") {
            val other = SelfSigned(tempdir())
            polite(certificate.listen()).use {
                fault("https://127.0.0.1:${it.port}/", "SSL_CERT_FILE" to other.pem.path) shouldBe Fault.TLS
            }
        }

        test("a SSL_CERT_FILE that is not there is refused by the first https request, and http does without it") {
            val missing = "SSL_CERT_FILE" to "/nowhere.pem"
            polite(certificate.listen()).use {
                shouldThrow<InvalidConfigException> { get("https://127.0.0.1:${it.port}/", missing) }.message shouldStartWith
                    "The variable SSL_CERT_FILE names /nowhere.pem, which does not exist."
            }
            polite().use { get("http://127.0.0.1:${it.port}/", missing).body shouldBe "ok" }
        }

        test("https goes through the proxy's tunnel, by name, and is as secret there as without") {
            val target = polite(certificate.listen())
            val proxy = tunnelTo(target.port)
            target.use {
                proxy.use {
                    val response =
                        get(
                            "https://service.test/",
                            "https_proxy" to "http://127.0.0.1:${proxy.port}",
                            "SSL_CERT_FILE" to certificate.pem.path,
                        )
                    response.body shouldBe "ok"
                    proxy.requests.single().first() shouldBe "CONNECT service.test:443 HTTP/1.1"
                }
            }
        }

        test("the hosts of NO_PROXY are reached without the proxy") {
            polite().use { proxy ->
                fault(
                    "http://service.invalid/",
                    "http_proxy" to "http://127.0.0.1:${proxy.port}",
                    "NO_PROXY" to "invalid",
                ) shouldBe
                    Fault.UNKNOWN_HOST
                proxy.requests.shouldBeEmpty()
                get("http://service.invalid/", "http_proxy" to "http://127.0.0.1:${proxy.port}").body shouldBe "ok"
                proxy.requests.single().first() shouldBe "GET http://service.invalid/ HTTP/1.1"
            }
        }

        test("this machine is reached without the proxy") {
            polite().use { server ->
                polite().use { proxy ->
                    get("http://127.0.0.1:${server.port}/", "all_proxy" to "http://127.0.0.1:${proxy.port}").body shouldBe "ok"
                    proxy.requests.shouldBeEmpty()
                }
            }
        }

        test("a proxy gets the user name and password of its URL") {
            polite().use { proxy ->
                get("http://service.invalid/", "http_proxy" to "http://alice:pw@127.0.0.1:${proxy.port}").body shouldBe "ok"
                proxy.requests.single().shouldContain("Proxy-Authorization: $CREDENTIALS")
            }
        }

        test("a server that is reached directly does not get them") {
            polite().use { server ->
                get("http://127.0.0.1:${server.port}/", "http_proxy" to "http://alice:pw@proxy.invalid:1").body shouldBe "ok"
                server.requests.flatten().none { "Proxy-" in it } shouldBe true
            }
        }

        listOf("WWW-Authenticate: Basic realm=\"x\"", "X-Nothing: here").forEach { header ->
            test("a 401 with '$header' is a response, behind a proxy with credentials too") {
                RawServer {
                    readHead(it)
                    write(it, "HTTP/1.1 401 Unauthorized\r\n$header\r\nContent-Length: 2\r\n\r\nno")
                }.use {
                    get("http://127.0.0.1:${it.port}/").statusCode shouldBe 401
                    get("http://service.invalid/", "http_proxy" to "http://alice:pw@127.0.0.1:${it.port}").body shouldBe "no"
                }
            }
        }

        listOf("407 No\r\nProxy-Authenticate: Basic realm=\"x\"", "403 No", "502 No").forEach { response ->
            test("a proxy that refuses the tunnel with ${response.take(3)} refuses the connection, and cancels nothing") {
                RawServer {
                    readHead(it)
                    write(it, "HTTP/1.1 $response\r\nContent-Length: 0\r\n\r\n")
                }.use {
                    fault("https://service.test/", "https_proxy" to "http://alice:pw@127.0.0.1:${it.port}") shouldBe
                        Fault.CONNECTION_REFUSED
                }
            }
        }

        test("a cancelled caller stays cancelled") {
            val end = CountDownLatch(1)
            RawServer {
                readHead(it)
                end.await()
            }.use {
                shouldThrow<TimeoutCancellationException> {
                    withTimeout(300.milliseconds) { get("http://127.0.0.1:${it.port}/") }
                }
            }
            end.countDown()
        }

        test("forty requests to one server are on their way at a time") {
            val together = CyclicBarrier(40)
            RawServer {
                readHead(it)
                together.await(30, TimeUnit.SECONDS)
                write(it, OK_RESPONSE)
            }.use { server ->
                DefaultHttpClient.create { null }.use { client ->
                    val transport = Transport(client, JvmFaultFinder, 60.seconds)
                    val responses =
                        coroutineScope { List(40) { async { transport.get("http://127.0.0.1:${server.port}/") } }.awaitAll() }
                    responses.map { it.body }.toSet() shouldBe setOf("ok")
                }
            }
        }

        test("a cancelled request's connection is closed") {
            val arrived = CompletableDeferred<Unit>()
            val closed = CompletableDeferred<Int>()
            RawServer {
                readHead(it)
                arrived.complete(Unit)
                closed.complete(it.getInputStream().read())
            }.use { server ->
                coroutineScope {
                    val request = launch { get("http://127.0.0.1:${server.port}/") }
                    arrived.await()
                    request.cancel()
                }
                withTimeout(30.seconds) { closed.await() } shouldBe -1
            }
        }

        test("its threads do not keep the JVM") {
            polite().use { server ->
                DefaultHttpClient.create { null }.use {
                    Transport(it, JvmFaultFinder, 30.seconds).get("http://127.0.0.1:${server.port}/")
                    val threads = Thread.getAllStackTraces().keys.filter { t ->
                        "OkHttp" in t.name ||
                            "oidc-auth-http" in t.name
                    }
                    threads.shouldNotBeEmpty().all { t -> t.isDaemon } shouldBe true
                }
            }
        }
    })

private fun tunnelTo(port: Int) =
    RawServer { socket ->
        readHead(socket)
        Socket(InetAddress.getLoopbackAddress(), port).use { target ->
            write(socket, "HTTP/1.1 200 Connection established\r\n\r\n")
            thread(isDaemon = true) { pump(target, socket) }
            socket.getInputStream().transferTo(target.getOutputStream())
        }
    }

private fun pump(
    from: Socket,
    to: Socket,
) {
    try {
        from.getInputStream().transferTo(to.getOutputStream())
    } catch (_: IOException) {
        // One side is gone.
    }
}

private const val CREDENTIALS = "Basic YWxpY2U6cHc="
