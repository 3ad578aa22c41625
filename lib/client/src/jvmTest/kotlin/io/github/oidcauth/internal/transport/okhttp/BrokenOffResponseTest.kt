package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import java.net.Socket
import kotlin.time.Duration.Companion.seconds

private const val OBJECT = """{"access_token":"at"}"""

/** A response that is cut off after a whole JSON object, or before anything, is not taken for one that is whole, or empty. */
class BrokenOffResponseTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }

        suspend fun post(
            secure: Boolean,
            response: String,
            end: (Socket) -> Unit = {},
        ): RawResponse {
            val listener = if (secure) certificate.listen() else null
            val response: RawServer.(Socket) -> Unit = {
                readHead(it)
                write(it, response)
                end(it)
            }
            val server = if (listener == null) RawServer(respond = response) else RawServer(listener, response)
            return server.use {
                val variables = if (secure) mapOf("SSL_CERT_FILE" to certificate.pem.path) else emptyMap()
                val url = "${if (secure) "https" else "http"}://127.0.0.1:${it.port}/token"
                DefaultHttpClient.create(variables::get).use { client ->
                    Transport(client, JvmFaultFinder, 20.seconds).post(url, mapOf("grant_type" to "refresh_token"))
                }
            }
        }

        val head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        val cuts =
            mapOf(
                "in the head" to "HTTP/1.1 200 OK\r\nContent-Ty",
                "after the head, with a length" to "${head}Content-Length: ${OBJECT.length}\r\n\r\n",
                "in the content, with a length" to "${head}Content-Length: ${OBJECT.length}\r\n\r\n${OBJECT.dropLast(1)}",
                "after an object, with a greater length" to "${head}Content-Length: ${OBJECT.length + 1}\r\n\r\n$OBJECT",
                "after the head, in chunks" to "${head}Transfer-Encoding: chunked\r\n\r\n",
                "after the size of a chunk" to "${head}Transfer-Encoding: chunked\r\n\r\n15\r\n",
                "in a chunk" to "${head}Transfer-Encoding: chunked\r\n\r\n15\r\n{\"access",
                "after a chunk, without the last" to "${head}Transfer-Encoding: chunked\r\n\r\n15\r\n$OBJECT\r\n",
                "in the last chunk" to "${head}Transfer-Encoding: chunked\r\n\r\n15\r\n$OBJECT\r\n0",
            )

        listOf(false, true).forEach { secure ->
            context(if (secure) "over https" else "over http") {
                cuts.forEach { (where, response) ->
                    test("cut off $where, by an orderly close") {
                        shouldThrow<TransportException> { post(secure, response) }.fault shouldBe Fault.CONNECTION_LOST
                    }
                    test("cut off $where, by a reset") {
                        val e = shouldThrow<TransportException> { post(secure, response) { it.reset() } }
                        e.fault shouldBe Fault.CONNECTION_LOST
                    }
                }

                test("whole, with a length and in chunks") {
                    post(secure, "${head}Content-Length: ${OBJECT.length}\r\n\r\n$OBJECT").body shouldBe OBJECT
                    post(secure, "${head}Transfer-Encoding: chunked\r\n\r\n15\r\n$OBJECT\r\n0\r\n\r\n").body shouldBe OBJECT
                }
            }
        }

        test("whole up to an orderly close where no length is told") {
            post(secure = false, "$head\r\n$OBJECT").body shouldBe OBJECT
            post(secure = true, "$head\r\n$OBJECT").body shouldBe OBJECT
        }

        context("the engine's message about an unreadable response does not repeat it") {
            mapOf(
                "a status line" to "HTTP/9 s3cret-s3cret\r\n\r\n",
                "a length" to "${head}Content-Length: s3cret\r\n\r\n",
                "the size of a chunk" to "${head}Transfer-Encoding: chunked\r\n\r\ns3cret\r\n",
            ).forEach { (what, response) ->
                test(what) {
                    val e = shouldThrow<TransportException> { post(secure = false, response) }
                    generateSequence<Throwable>(e) { it.cause }.forEach { "$it" shouldNotContain "s3cret" }
                }
            }
        }
    })

/** Sends RST in place of FIN, and over TLS no close_notify. */
private fun Socket.reset() {
    setSoLinger(true, 0)
}
