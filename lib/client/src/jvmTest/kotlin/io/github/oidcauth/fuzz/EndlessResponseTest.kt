package io.github.oidcauth.fuzz

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.utils.io.writeFully
import io.ktor.utils.io.writer
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.withTimeout
import java.io.IOException
import java.util.concurrent.atomic.AtomicLong
import kotlin.time.Duration.Companion.seconds

private const val MIB = 1L shl 20

/** The part of a response that is read, and the part that is kept. */
class EndlessResponseTest :
    FunSpec({
        test("of a response that does not end, little more than 1 MiB is read") {
            val sent = AtomicLong()
            val given = CompletableDeferred<Job>()
            val scope = CoroutineScope(Dispatchers.IO + Job())
            val engine =
                MockEngine {
                    val endless =
                        scope.writer {
                            val part = ByteArray(8_192) { '0'.code.toByte() }
                            while (true) {
                                channel.writeFully(part)
                                channel.flush()
                                sent.addAndGet(part.size.toLong())
                            }
                        }
                    given.complete(endless.job)
                    respond(endless.channel)
                }
            val transport = Transport(HttpClient(engine), JvmFaultFinder, 60.seconds)

            shouldThrow<InvalidResponseException> { transport.send(HttpCall("POST", "https://as.example/token")) }

            // Nobody takes it any more, but for what is in buffers.
            withTimeout(30.seconds) { given.await().join() }
            sent.get() shouldBeLessThan 16 * MIB
            scope.cancel()
        }

        test("the connection to a server that does not end its response is given up") {
            val ended = CompletableDeferred<Long>()
            val server =
                autoClose(
                    RawServer { socket ->
                        readHead(socket)
                        write(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                        val chunk = "2000\r\n${"0".repeat(8_192)}\r\n"
                        var sent = 0L
                        try {
                            while (true) {
                                write(socket, chunk)
                                sent += chunk.length
                            }
                        } catch (_: IOException) {
                            ended.complete(sent)
                        }
                    },
                )
            val transport = Transport(DefaultHttpClient.create { null }, JvmFaultFinder, 60.seconds)

            shouldThrow<InvalidResponseException> { transport.send(HttpCall("POST", "http://127.0.0.1:${server.port}/token")) }

            // Data in the buffers of two sockets and a client are lost.
            withTimeout(30.seconds) { ended.await() } shouldBeLessThan 64 * MIB
        }

        test("a client keeps nothing of the responses that it refused") {
            val server = FuzzedServer()
            val client = server.client()
            val bodies: List<(Int) -> String> =
                listOf(
                    { """{"error":"invalid_grant","error_description":"${"$it ".repeat(100_000)}"}""" },
                    { """{"access_token":"","x":"${"$it ".repeat(100_000)}"}""" },
                    { "{\"a\":".repeat(100_000) + it },
                    { "<html>" + "$it ".repeat(100_000) },
                )

            suspend fun refuse(number: Int) {
                server.response = HttpText.read(HttpText.of(bodies[number % bodies.size](number), 400))
                shouldThrow<AuthException> { client.token(ClientCredentialsGrant()) }
            }

            // The first ones load what is loaded once.
            repeat(8) { refuse(it) }
            val before = used()
            repeat(RESPONSES) { refuse(it + 1_000) }

            used() - before shouldBeLessThan RESPONSES * MIB / 4
        }
    })

private const val RESPONSES = 80

/** Bytes of memory in use, without what nobody needs any more. */
private fun used(): Long {
    repeat(2) { System.gc() }
    return Runtime.getRuntime().let { it.totalMemory() - it.freeMemory() }
}
