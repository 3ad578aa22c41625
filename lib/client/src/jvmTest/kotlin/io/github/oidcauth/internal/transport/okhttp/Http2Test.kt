package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.SocketEffect
import okhttp3.internal.http2.ErrorCode
import kotlin.time.Duration.Companion.seconds

/** A server that speaks HTTP/2, and says no in its ways. */
class Http2Test :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }
        val form = mapOf("refresh_token" to "r-1")

        suspend fun toServer(
            vararg responses: MockResponse,
            requests: suspend (Transport, String, MockWebServer) -> Unit,
        ) {
            MockWebServer().use { server ->
                server.useHttps(certificate.context().socketFactory)
                responses.forEach(server::enqueue)
                server.start()
                DefaultHttpClient.create(mapOf("SSL_CERT_FILE" to certificate.pem.path)::get).use { client ->
                    requests(Transport(client, JvmFaultFinder, 30.seconds), server.url("/token").toString(), server)
                }
            }
        }

        fun response(configure: MockResponse.Builder.() -> Unit = {}) = MockResponse.Builder().body("ok").apply(configure).build()

        test("requests share a connection") {
            toServer(response(), response()) { transport, url, server ->
                repeat(2) { transport.post(url, form).body shouldBe "ok" }
                List(2) { server.takeRequest() }.map { it.version to it.connectionIndex } shouldBe
                    listOf("HTTP/2" to 0, "HTTP/2" to 0)
            }
        }

        test("a POST whose stream is refused is not sent again") {
            val refused = response { onResponseStart(SocketEffect.CloseStream(ErrorCode.REFUSED_STREAM.httpCode)) }
            toServer(refused, response()) { transport, url, server ->
                shouldThrow<TransportException> { transport.post(url, form) }.fault shouldBe Fault.CONNECTION_LOST
                server.requestCount shouldBe 1
            }
        }

        test("a response that is shorter than it says is no response") {
            val short = response { setHeader("Content-Length", "3") }
            toServer(short) { transport, url, _ ->
                shouldThrow<TransportException> { transport.post(url, form) }.fault shouldBe Fault.CONNECTION_LOST
            }
        }

        listOf(408, 421, 503).forEach { status ->
            test("a POST that gets $status is not sent again") {
                val no =
                    response {
                        code(status)
                        addHeader("Retry-After", "0")
                    }
                toServer(no, response()) { transport, url, server ->
                    transport.post(url, form).statusCode shouldBe status
                    server.requestCount shouldBe 1
                }
            }
        }
    })
