// Tests ApiStream, ApiSender, BlockingBodyChannel, StreamedBody, StreamedUpload, SentContent, StreamChannel, HttpExchange and GzipChannel.
package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.okhttp.OwnHttpClients
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.spec.style.scopes.FunSpecContainerScope
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readAvailable
import io.ktor.utils.io.readBuffer
import io.ktor.utils.io.readByteArray
import io.ktor.utils.io.readRemaining
import io.ktor.utils.io.readUTF8Line
import io.ktor.utils.io.toByteArray
import io.ktor.utils.io.writeByteArray
import io.ktor.utils.io.writeStringUtf8
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withTimeout
import kotlinx.io.readByteArray
import okhttp3.OkHttpClient
import java.io.ByteArrayOutputStream
import java.io.FileNotFoundException
import java.io.IOException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.zip.GZIPOutputStream
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import java.net.http.HttpClient as JdkHttpClient

class ApiStreamTest :
    FunSpec({
        val clients =
            mapOf(
                "the library's client" to null,
                "a client of OkHttp" to OwnHttpClients.of(OkHttpClient()),
                "a client of the JDK" to OwnHttpClients.of(JdkHttpClient.newHttpClient()),
            )
        clients.forEach { (name, client) ->
            fun api(
                url: String,
                tokens: TokenSource? = null,
                configure: ApiClientConfig.Builder.() -> Unit = {},
            ) = ApiClient(url, tokens) {
                httpClient = client
                configure()
            }

            context("with $name") {
                downloads(::api)
                brokenDownloads(::api)
                uploads(::api)
                brokenUploads(::api)
            }
        }
    })

private typealias Make = (String, TokenSource?, ApiClientConfig.Builder.() -> Unit) -> ApiClient

private val WAIT = 20.seconds

private suspend fun FunSpecContainerScope.downloads(api: Make) {
    test("each piece of a body can be read as soon as it arrives") {
        val read = CountDownLatch(1)
        val server =
            ApiServer {
                stream {
                    it.write("first\n".toByteArray())
                    it.flush()
                    read.await(WAIT.inWholeSeconds, TimeUnit.SECONDS)
                    it.write("second\n".toByteArray())
                }
            }
        server.use {
            val lines =
                withTimeout(WAIT) {
                    api(server.origin, TokenSource.of("t")) {}.stream("a") { response ->
                        response.statusCode shouldBe 200
                        val first = response.channel.readUTF8Line()
                        read.countDown()
                        listOf(first, response.channel.readUTF8Line(), response.channel.readUTF8Line())
                    }
                }
            lines shouldContainExactly listOf("first", "second", null)
            server.last.header("Authorization") shouldBe "Bearer t"
        }
    }

    test("a body may be larger than a response in memory, which is refused") {
        val piece = ByteArray(1 shl 20) { it.toByte() }
        ApiServer { stream { out -> repeat(3) { out.write(piece) } } }.use { server ->
            val client = api(server.origin, null) { maxResponseBytes = 1 shl 20 }
            var sum = 0
            client.stream { response ->
                while (true) {
                    val count = response.channel.readAvailable(piece)
                    if (count < 0) break
                    sum += count
                }
            }
            sum shouldBe 3 * (1 shl 20)
            shouldThrow<io.github.oidcauth.InvalidResponseException> { client.get() }.message shouldContain "maxResponseBytes"
        }
    }

    test("a body in gzip is decoded, as a stream and in memory") {
        val coded = ByteArrayOutputStream().also { out ->
            GZIPOutputStream(out).use { it.write("text".toByteArray()) }
        }.toByteArray()
        ApiServer { respond(200, coded, "Content-Encoding" to "gzip") }.use { server ->
            api(server.origin, null) {}.stream { it.channel.toByteArray().decodeToString() } shouldBe "text"
            api(server.origin, null) {}.get().text shouldBe "text"
        }
    }

    test("a body in gzip that is cut off, or is none, is an error and not a wait without end") {
        val coded = ByteArrayOutputStream().also { out ->
            GZIPOutputStream(out).use { it.write(ByteArray(100_000) { n -> (n * n).toByte() }) }
        }.toByteArray()
        for (body in listOf(coded.copyOf(coded.size / 2), coded.copyOf(5), "this is not gzip at all".toByteArray())) {
            ApiServer { respond(200, body, "Content-Encoding" to "gzip") }.use { server ->
                shouldThrow<InvalidResponseException> { api(server.origin, null) {}.stream { it.channel.toByteArray() } }
                    .message shouldContain "damaged"
            }
        }
    }

    test("an error is thrown before the block, unless the request wants it") {
        ApiServer { respond(404, "missing") }.use { server ->
            val client = api(server.origin, null) {}
            shouldThrow<ApiException> { client.stream { error("not called") } }.body shouldBe "missing"
            client.stream("", { expectSuccess = false }) { it.channel.toByteArray().decodeToString() } shouldBe "missing"
        }
    }

    test("the stream of another method has its body") {
        ApiServer { respond(200, "$method $text") }.use { server ->
            val said =
                api(server.origin, null) {}.stream("", { method("POST").body("x", "text/plain") }) {
                    it.channel.toByteArray().decodeToString()
                }
            said shouldBe "POST x"
        }
    }
}

private suspend fun FunSpecContainerScope.brokenDownloads(api: Make) {
    /** Sends for as long as somebody reads. */
    fun endless(ended: CountDownLatch) =
        ApiServer {
            try {
                stream { out -> while (true) out.write(ByteArray(65_536)) }
            } catch (e: IOException) {
                ended.countDown()
            }
        }

    test("the connection is closed at the end of the block, however that ends") {
        val ended = CountDownLatch(3)
        endless(ended).use { server ->
            val client = api(server.origin, null) {}
            client.stream { it.channel.readByteArray(10).size } shouldBe 10
            shouldThrow<FileNotFoundException> { client.stream { throw FileNotFoundException("mine") } }.message shouldBe "mine"
            coroutineScope {
                val reading = CompletableDeferred<Unit>()
                val work =
                    async {
                        client.stream {
                            it.channel.readByteArray(10)
                            reading.complete(Unit)
                            awaitCancellation()
                        }
                    }
                reading.await()
                withTimeout(WAIT) { work.cancelAndJoin() }
            }
            ended.await(WAIT.inWholeSeconds, TimeUnit.SECONDS) shouldBe true
        }
    }

    test("a read that waits ends at once when it is cancelled") {
        val isOver = CountDownLatch(1)
        ApiServer {
            stream {
                it.write(1)
                it.flush()
                isOver.await(WAIT.inWholeSeconds, TimeUnit.SECONDS)
            }
        }.use { server ->
            coroutineScope {
                val reading = CompletableDeferred<Unit>()
                val work =
                    async(Dispatchers.Default) {
                        api(server.origin, null) {}.stream {
                            it.channel.readByteArray(1)
                            reading.complete(Unit)
                            it.channel.readByteArray(1)
                        }
                    }
                reading.await()
                withTimeout(5.seconds) { work.cancelAndJoin() }
                work.isCancelled shouldBe true
                isOver.countDown()
            }
        }
    }

    test("a server that sends nothing more is a timeout, and one that breaks off a lost connection") {
        val isOver = CountDownLatch(1)
        RawServer { socket ->
            val head = readHead(socket).first()
            write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
            if ("stall" in head) isOver.await(WAIT.inWholeSeconds, TimeUnit.SECONDS)
        }.use { server ->
            val client = api("http://127.0.0.1:${server.port}", null) {}
            val started = TimeSource.Monotonic.markNow()
            val late =
                shouldThrow<TransportException> {
                    client.stream("stall", { timeout = 300.milliseconds }) { it.channel.toByteArray() }
                }
            late.fault shouldBe Fault.TIMEOUT
            // The server waits on, and the caller did not.
            started.elapsedNow() shouldBeLessThan WAIT
            isOver.countDown()
            shouldThrow<TransportException> {
                client.stream("break") { it.channel.readRemaining().readByteArray() }
            }.fault shouldBe Fault.CONNECTION_LOST
            shouldThrow<TransportException> { client.get("break") }.fault shouldBe Fault.CONNECTION_LOST
        }
    }

    test("a server that sends no headers is a timeout") {
        val isOver = CountDownLatch(1)
        ApiServer { isOver.await(WAIT.inWholeSeconds, TimeUnit.SECONDS) }.use { server ->
            val client = api(server.origin, null) { timeout = 300.milliseconds }
            shouldThrow<TransportException> { client.stream { } }.fault shouldBe Fault.TIMEOUT
            shouldThrow<TransportException> { client.get() }.fault shouldBe Fault.TIMEOUT
            isOver.countDown()
        }
    }
}

private suspend fun FunSpecContainerScope.uploads(api: Make) {
    test("a body is sent piece by piece, with its length if that is known") {
        val isRead = CompletableDeferred<String>()
        ApiServer {
            isRead.complete(read(5).decodeToString())
            respond(200, text)
        }.use { server ->
            val client = api(server.origin, null) {}
            val response =
                withTimeout(WAIT) {
                    client.put("a") {
                        body("text/plain") { channel ->
                            channel.writeStringUtf8("first")
                            channel.flush()
                            isRead.await() shouldBe "first"
                            channel.writeStringUtf8("second")
                        }
                    }
                }
            response.text shouldBe "second"
            server.last.header("Transfer-Encoding") shouldBe "chunked"
            server.last.header("Content-Type") shouldBe "text/plain"
            client.put("a") { body("text/plain", length = 8) { it.writeStringUtf8("12345678") } }.text shouldBe "678"
            server.last.header("Content-Length") shouldBe "8"
            client.put("a") { body(ByteReadChannel("12345678"), "text/plain", 8) }.text shouldBe "678"
        }
    }

    test("a body is sent again with a new token if that can be, and not otherwise") {
        ApiServer {
            val isOld = header("Authorization") == "Bearer old"
            if (isOld) respond(401, "", "WWW-Authenticate" to "Bearer error=\"invalid_token\"") else respond(200, text)
        }.use { server ->
            val tokens =
                object : TokenSource {
                    override suspend fun token(rejected: Token?) = Token(if (rejected == null) "old" else "new")
                }

            suspend fun sent(configure: ApiRequest.Builder.() -> Unit) =
                api(server.origin, tokens) { expectSuccess = false }.post("", configure)

            sent { body("text/plain") { it.writeStringUtf8("again") } }.text shouldBe "again"
            server.requests.map { it.text } shouldContainExactly listOf("again", "again")
            sent { body(ByteReadChannel("once"), "text/plain") }.statusCode shouldBe 401
            sent { body("text/plain", isRepeatable = false) { it.writeStringUtf8("once") } }.statusCode shouldBe 401
            server.requests.size shouldBe 4
        }
    }

    test("a large body passes without being in memory as a whole") {
        ApiServer { respond(200, "${body.size}") }.use { server ->
            val piece = ByteArray(1 shl 16)
            api(server.origin, null) {
            }.put { body("a/b") { channel -> repeat(64) { channel.writeByteArray(piece) } } }.text shouldBe
                "${64 shl 16}"
        }
    }
}

private suspend fun FunSpecContainerScope.brokenUploads(api: Make) {
    test("an exception of the program is thrown as it is") {
        ApiServer().use { server ->
            val client = api(server.origin, null) {}
            listOf(FileNotFoundException("mine"), IllegalStateException("mine")).forEach { mine ->
                val e =
                    shouldThrow<Exception> {
                        client.post {
                            body("text/plain") {
                                it.writeStringUtf8("a")
                                throw mine
                            }
                        }
                    }
                withClue(e.stackTraceToString()) {
                    e::class shouldBe mine::class
                    e.message shouldBe "mine"
                }
            }
        }
    }

    test("a body of another length than announced is refused") {
        ApiServer().use { server ->
            val client = api(server.origin, null) {}
            listOf("12", "1234").forEach { text ->
                shouldThrow<IllegalArgumentException> {
                    client.post { body("text/plain", length = 3) { it.writeStringUtf8(text) } }
                }.message shouldContain "3"
            }
        }
    }

    test("an upload that waits ends at once when it is cancelled, or when its time is over") {
        ApiServer().use { server ->
            val client = api(server.origin, null) {}
            coroutineScope {
                val writing = CompletableDeferred<Unit>()
                val ended = CompletableDeferred<Unit>()
                val work =
                    async(Dispatchers.Default) {
                        client.post {
                            body("text/plain") {
                                try {
                                    writing.complete(Unit)
                                    awaitCancellation()
                                } catch (e: CancellationException) {
                                    ended.complete(Unit)
                                    throw e
                                }
                            }
                        }
                    }
                writing.await()
                withTimeout(5.seconds) {
                    work.cancelAndJoin()
                    ended.await()
                }
            }
            val late =
                shouldThrow<TransportException> {
                    client.post {
                        timeout = 300.milliseconds
                        body("text/plain") { awaitCancellation() }
                    }
                }
            late.fault shouldBe Fault.TIMEOUT
        }
    }
}
