package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.github.oidcauth.internal.transport.okhttp.KEEP_ALIVE_RESPONSE
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.github.oidcauth.internal.transport.okhttp.SelfSigned
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.booleans.shouldBeTrue
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runInterruptible
import java.net.Socket
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** The silent party is named when the time is over, and its connection is closed when the caller goes. */
class SilentProxyTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }
        val https = "https://service.test/token"

        suspend fun post(
            url: String,
            proxy: String,
            time: Duration = 300.milliseconds,
        ): RawResponse {
            val variables = mapOf("all_proxy" to proxy, "SSL_CERT_FILE" to certificate.pem.path)
            return DefaultHttpClient.create(variables::get).use { Transport(it, JvmFaultFinder, time).post(url, emptyMap()) }
        }

        /** Takes connections and says nothing, until the other side goes away. */
        fun silent(gone: CountDownLatch = CountDownLatch(1)) =
            RawServer {
                it.getInputStream().readAllBytes()
                gone.countDown()
            }

        test("a proxy that does not respond to CONNECT") {
            silent().use { proxy ->
                val failure = shouldThrow<TransportException> { post(https, "http://alice:s3cret@127.0.0.1:${proxy.port}") }
                failure.fault shouldBe Fault.TIMEOUT
                failure.message shouldStartWith
                    "The proxy 127.0.0.1:${proxy.port} did not respond in time when asked for service.test:443."
                failure.stackTraceToString() shouldNotContain "s3cret"
            }
        }

        listOf(https, "http://service.test/token").forEach { url ->
            test("a SOCKS proxy that says nothing, on the way to $url") {
                silent().use { proxy ->
                    val failure = shouldThrow<TransportException> { post(url, "socks5://127.0.0.1:${proxy.port}") }
                    failure.fault shouldBe Fault.TIMEOUT
                    failure.message shouldStartWith "The proxy 127.0.0.1:${proxy.port} did not respond in time"
                }
            }
        }

        test("a server that says nothing behind a tunnel") {
            silent().use { target ->
                TestProxy(mapOf("service.test:443" to target.port)).use { proxy ->
                    shouldThrow<TransportException> { post(https, "127.0.0.1:${proxy.port}") }.message shouldStartWith
                        "https://service.test did not respond within"
                }
            }
        }

        test("a server that says nothing on a tunnel that is kept") {
            val kept: RawServer.(Socket) -> Unit = {
                readRequest(it)
                write(it, KEEP_ALIVE_RESPONSE)
                it.getInputStream().readAllBytes()
            }
            RawServer(certificate.listen(), kept).use { target ->
                TestProxy(mapOf("service.test:443" to target.port)).use { proxy ->
                    val variables = mapOf("all_proxy" to "127.0.0.1:${proxy.port}", "SSL_CERT_FILE" to certificate.pem.path)
                    DefaultHttpClient.create(variables::get).use {
                        Transport(it, JvmFaultFinder, 30.seconds).post(https, emptyMap()).body shouldBe "ok"
                        val hasty = Transport(it, JvmFaultFinder, 300.milliseconds)
                        shouldThrow<TransportException> { hasty.post(https, emptyMap()) }.message shouldStartWith
                            "https://service.test did not respond within"
                    }
                    proxy.requests.size shouldBe 1
                }
            }
        }

        listOf("http" to "CONNECT", "socks5" to "a handshake by SOCKS").forEach { (scheme, what) ->
            test("a caller who is cancelled during $what closes the connection and is free") {
                val gone = CountDownLatch(1)
                silent(gone).use { proxy ->
                    cancelled(proxy, gone) { post(https, "$scheme://127.0.0.1:${proxy.port}", 60.seconds) }
                }
            }
        }

        test("the same during a TLS handshake") {
            val gone = CountDownLatch(1)
            silent(gone).use { server ->
                cancelled(server, gone) { post("https://127.0.0.1:${server.port}/", "127.0.0.1:1", 60.seconds) }
            }
        }

        test("the same during a TLS handshake in a tunnel") {
            val gone = CountDownLatch(1)
            silent(gone).use { target ->
                TestProxy(mapOf("service.test:443" to target.port)).use { proxy ->
                    cancelled(target, gone) { post(https, "127.0.0.1:${proxy.port}", 60.seconds) }
                }
            }
        }
    })

/** Cancels [request] when [server] has its connection, and waits until it is [gone]. */
private suspend fun cancelled(
    server: RawServer,
    gone: CountDownLatch,
    request: suspend () -> Unit,
) = coroutineScope {
    val job = launch(Dispatchers.Default) { request() }
    eventually(30.seconds) { server.connections shouldBe 1 }
    job.cancelAndJoin()
    job.isCancelled.shouldBeTrue()
    runInterruptible(Dispatchers.IO) { gone.await(30, TimeUnit.SECONDS) }.shouldBeTrue()
}
