package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.tls.Tls
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import okhttp3.Dns
import java.net.InetAddress
import java.net.UnknownHostException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Name servers that are not there: the JDK waits for them for as long as it likes. */
class CancellableDnsTest :
    FunSpec({
        suspend fun post(
            url: String,
            time: Duration = 30.seconds,
            system: Dns,
        ): RawResponse =
            HttpClient(OkHttpCallEngine.Factory(HttpConnections.configured(Tls({ null })) { dns(CancellableDns(system)) })).use {
                Transport(it, JvmFaultFinder, time).post(url, emptyMap())
            }

        test("a look-up that does not end does not keep a request beyond its time") {
            val never = CountDownLatch(1)
            val system = Dns { emptyList<InetAddress>().also { never.await() } }
            shouldThrow<TransportException> { post("http://a.example/", 300.milliseconds, system) }.fault shouldBe Fault.TIMEOUT
            never.countDown()
        }

        test("nor a caller who is cancelled") {
            val never = CountDownLatch(1)
            val begun = AtomicInteger()
            val system = Dns {
                begun.incrementAndGet()
                emptyList<InetAddress>().also { never.await() }
            }
            val job = launch(Dispatchers.Default) { post("http://a.example/", 60.seconds, system) }
            eventually(30.seconds) { begun.get() shouldBe 1 }
            job.cancelAndJoin()
            never.countDown()
        }

        test("a resolved address is used, and a failure is reported") {
            RawServer {
                readRequest(it)
                write(it, OK_RESPONSE)
            }.use { server ->
                post("http://a.example:${server.port}/") { listOf(InetAddress.getLoopbackAddress()) }.body shouldBe "ok"
            }
            shouldThrow<TransportException> { post("http://a.example/") { throw UnknownHostException(it) } }.fault shouldBe
                Fault.UNKNOWN_HOST
        }
    })
