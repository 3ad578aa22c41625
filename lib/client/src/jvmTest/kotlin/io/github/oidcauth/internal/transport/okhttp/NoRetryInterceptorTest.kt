package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import okhttp3.OkHttpClient
import okhttp3.Protocol
import okhttp3.Request
import okhttp3.Response
import okhttp3.internal.http2.ConnectionShutdownException
import okhttp3.internal.http2.ErrorCode
import okhttp3.internal.http2.StreamResetException
import java.io.IOException
import java.net.Socket
import kotlin.time.Duration.Companion.seconds

/** A refresh token must reach the server once: OkHttp repeats a request for more reasons than one. */
class NoRetryInterceptorTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }
        val form = mapOf("refresh_token" to "r-1")

        suspend fun <T> toServer(
            secure: Boolean = false,
            responder: RawServer.(Socket) -> Unit,
            requests: suspend (Transport, String, RawServer) -> T,
        ): T {
            val server = if (secure) RawServer(certificate.listen(), responder) else RawServer(respond = responder)
            val variables = if (secure) mapOf("SSL_CERT_FILE" to certificate.pem.path) else emptyMap()
            return server.use {
                DefaultHttpClient.create(variables::get).use { client ->
                    val transport = Transport(client, JvmFaultFinder, 30.seconds)
                    requests(transport, "${if (secure) "https" else "http"}://127.0.0.1:${it.port}/token", it)
                }
            }
        }

        /** Gives the same response to whatever comes, over and over. */
        fun always(response: String): RawServer.(Socket) -> Unit = { socket ->
            while (readRequest(socket).isNotEmpty()) write(socket, response)
        }

        val empty = "Content-Length: 0\r\n\r\n"
        mapOf(
            408 to "HTTP/1.1 408 Request Timeout\r\n$empty",
            503 to "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\n$empty",
            421 to "HTTP/1.1 421 Misdirected Request\r\n$empty",
            401 to "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n$empty",
            307 to "HTTP/1.1 307 Temporary Redirect\r\nLocation: /again\r\n$empty",
            308 to "HTTP/1.1 308 Permanent Redirect\r\nLocation: /again\r\n$empty",
        ).forEach { (status, response) ->
            test("a POST that gets $status is not sent again") {
                toServer(responder = always(response)) { transport, url, server ->
                    transport.post(url, form).statusCode shouldBe status
                    server.requests.map { it.first() } shouldBe listOf("POST /token HTTP/1.1")
                }
            }

            listOf("GET", "POST", "DELETE").forEach { method ->
                test("a $method without content that gets $status is not sent again") {
                    toServer(responder = always(response)) { transport, url, server ->
                        transport.send(HttpCall(method, url)).statusCode shouldBe status
                        server.requests shouldHaveSize 1
                    }
                }
            }
        }

        test("the header that OkHttp does not get to see is handed over, and no other") {
            toServer(responder = always("HTTP/1.1 503 No\r\nRetry-After: 0\r\n$empty")) { transport, url, _ ->
                val response = transport.post(url, form)
                response.retryAfter shouldBe 0.seconds
                response.headers.keys shouldBe setOf("retry-after", "content-length")
            }
        }

        listOf(false, true).forEach { secure ->
            context(if (secure) "over https" else "over http") {
                test("a connection is kept for the next request") {
                    toServer(secure, always(KEEP_ALIVE_RESPONSE)) { transport, url, server ->
                        repeat(3) { transport.post(url, form).body shouldBe "ok" }
                        server.requests shouldHaveSize 3
                        server.connections shouldBe 1
                    }
                }

                test("a connection that breaks when the request has been read is a failure, and the request is not sent again") {
                    toServer(secure, { readRequest(it) }) { transport, url, server ->
                        shouldThrow<TransportException> { transport.post(url, form) }.fault shouldBe Fault.CONNECTION_LOST
                        server.requests shouldHaveSize 1
                    }
                }

                test("the same on a kept connection") {
                    val once: RawServer.(Socket) -> Unit = {
                        readRequest(it)
                        write(it, KEEP_ALIVE_RESPONSE)
                        readRequest(it)
                    }
                    toServer(secure, once) { transport, url, server ->
                        transport.post(url, form).body shouldBe "ok"
                        shouldThrow<TransportException> { transport.post(url, form) }.fault shouldBe Fault.CONNECTION_LOST
                        server.requests shouldHaveSize 2
                        server.connections shouldBe 1
                    }
                }
            }
        }

        context("HTTP/2 says that nothing was sent") {
            fun clientWhere(attempt: (Int) -> Response?): Pair<OkHttpClient, () -> Int> {
                var attempts = 0
                val client =
                    OkHttpClient
                        .Builder()
                        .addInterceptor(NoRetryInterceptor)
                        .addInterceptor { attempt(++attempts) ?: throw ConnectionShutdownException() }
                        .build()
                return client to { attempts }
            }

            val request = Request.Builder().url("https://a.example/").build()
            val ok = Response.Builder().request(request).protocol(Protocol.HTTP_2).code(200).message("").build()

            test("then the request goes to the next connection") {
                val (client, attempts) = clientWhere { if (it < 3) null else ok }
                client.newCall(request).execute().code shouldBe 200
                attempts() shouldBe 3
            }

            test("but not for ever") {
                val (client, attempts) = clientWhere { if (it < 4) null else ok }
                shouldThrow<IOException> { client.newCall(request).execute() }
                attempts() shouldBe 3
            }

            test("a stream that was refused after it had been opened is a failure") {
                val (client, attempts) = clientWhere { throw StreamResetException(ErrorCode.REFUSED_STREAM) }
                shouldThrow<IOException> { client.newCall(request).execute() }
                attempts() shouldBe 1
            }
        }
    })
