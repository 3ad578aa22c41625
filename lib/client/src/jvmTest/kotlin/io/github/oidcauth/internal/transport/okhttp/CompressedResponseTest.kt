// Tests ContentDecoder.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.JvmContentCodings
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.maps.shouldNotContainKey
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import io.ktor.client.call.replaceResponse
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.plugins.api.ClientHook
import io.ktor.client.plugins.api.createClientPlugin
import io.ktor.client.statement.HttpReceivePipeline
import io.ktor.http.Headers
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import io.ktor.util.GZip
import io.ktor.utils.io.InternalAPI
import java.io.ByteArrayOutputStream
import java.io.OutputStream
import java.util.zip.Deflater
import java.util.zip.DeflaterOutputStream
import java.util.zip.GZIPOutputStream
import kotlin.time.Duration.Companion.seconds

private const val TEXT = """{"access_token":"at","refresh_token":"r-2 €"}"""

private fun ByteArray.through(wrap: (OutputStream) -> OutputStream): ByteArray =
    ByteArrayOutputStream().also { out -> wrap(out).use { it.write(this) } }.toByteArray()

private fun ByteArray.gzip() = through { GZIPOutputStream(it) }

private fun ByteArray.zlib() = through { DeflaterOutputStream(it) }

private fun ByteArray.zlibWith(dictionary: ByteArray) =
    through { DeflaterOutputStream(it, Deflater().apply { setDictionary(dictionary) }) }

private fun ByteArray.raw() = through { DeflaterOutputStream(it, Deflater(Deflater.DEFAULT_COMPRESSION, true)) }

class CompressedResponseTest :
    FunSpec({
        /** A transport whose server sends [content] with these headers. */
        fun serving(
            content: ByteArray,
            vararg codings: String,
            status: Int = 200,
        ): Pair<Transport, MockEngine> {
            val engine =
                MockEngine {
                    val headers = Headers.build { codings.forEach { append("Content-Encoding", it) } }
                    respond(content, HttpStatusCode.fromValue(status), headers)
                }
            return Transport(HttpClient(engine), JvmFaultFinder, 30.seconds, codings = JvmContentCodings) to engine
        }

        suspend fun received(
            content: ByteArray,
            vararg codings: String,
        ) = serving(content, *codings).first.post("https://a.example/token", emptyMap())

        val plain = TEXT.encodeToByteArray()
        context("a response in a coding is read as if it were in none") {
            mapOf(
                "gzip" to (plain.gzip() to listOf("gzip")),
                "gzip by its old name" to (plain.gzip() to listOf("X-GZIP")),
                "gzip in two members" to
                    (plain.take(9).toByteArray().gzip() + plain.drop(9).toByteArray().gzip() to listOf("gzip")),
                "deflate" to (plain.zlib() to listOf("deflate")),
                "deflate without the zlib format" to (plain.raw() to listOf("Deflate")),
                "two codings in one header" to (plain.zlib().gzip() to listOf("deflate, gzip")),
                "two codings in two headers" to (plain.zlib().gzip() to listOf("deflate", " gzip ")),
                "identity" to (plain to listOf("identity")),
                "an empty name" to (plain to listOf("")),
                "a character set in the wrong header" to (plain to listOf("UTF-8")),
                "a coding that a gateway has undone" to (plain to listOf("gzip")),
                "another coding that a gateway has undone" to (plain to listOf("deflate")),
            ).forEach { (name, sent) ->
                test(name) {
                    val response = received(sent.first, *sent.second.toTypedArray())
                    response.body shouldBe TEXT
                    response.bytes shouldBe plain
                }
            }
        }

        test("no coding is asked for") {
            val (transport, engine) = serving(plain)
            transport.get("https://a.example/keys")
            transport.post("https://a.example/token", emptyMap())
            engine.requestHistory.map { it.headers.getAll("Accept-Encoding") } shouldBe List(2) { listOf("identity") }
        }

        test("a program that requests a coding gets the encoded response") {
            val zipped = plain.gzip()
            val (transport, engine) = serving(zipped, "gzip")
            val response = transport.send(HttpCall("GET", "https://a.example/api", listOf("accept-encoding" to "gzip")))
            engine.requestHistory.single().headers.getAll("Accept-Encoding") shouldBe listOf("gzip")
            response.bytes shouldBe zipped
            response.headers shouldContainKey "content-encoding"
        }

        test("the headers of what was decoded do not speak of what was sent") {
            received(plain.gzip(), "gzip").headers shouldNotContainKey "content-encoding"
            received(plain, "UTF-8").headers shouldContainKey "content-encoding"
        }

        test("a response without content is in no coding") {
            received(ByteArray(0), "gzip").body shouldBe ""
        }

        context("a response that cannot be decoded is refused, and says why") {
            val whole = plain.gzip()
            val broken = whole.copyOf().also { it[it.size - 6] = (it[it.size - 6] + 1).toByte() }
            mapOf(
                "cut off in the middle" to (whole.copyOf(whole.size / 2) to "gzip"),
                "cut off in the header" to (whole.copyOf(5) to "gzip"),
                "cut off before the check" to (whole.copyOf(whole.size - 1) to "gzip"),
                "with a check that fails" to (broken to "gzip"),
                "deflate, cut off" to (plain.zlib().let { it.copyOf(it.size - 5) } to "deflate"),
                "deflate without the zlib format, cut off" to (plain.raw().let { it.copyOf(it.size - 5) } to "deflate"),
                "gzip that is called deflate" to (whole to "deflate"),
                "deflate with a dictionary that nobody has" to (plain.zlibWith(dictionary = plain) to "deflate"),
            ).forEach { (name, sent) ->
                test(name) {
                    val e = shouldThrow<InvalidResponseException> { received(sent.first, sent.second) }
                    e.message shouldContain "damaged: its compression (${sent.second})"
                    e.statusCode shouldBe 200
                }
            }

            test("in a coding that nobody asked for") {
                val e = shouldThrow<InvalidResponseException> { received(byteArrayOf(11, 2, -128, 104, 105, 3), "b{r}") }
                e.message shouldContain "in the content coding br, which was not asked for"
            }

            test("in three codings it is read, in four it is not") {
                val three = plain.gzip().gzip().gzip()
                received(three, "gzip, gzip, gzip").body shouldBe TEXT
                shouldThrow<InvalidResponseException> { received(three.gzip(), "gzip, gzip, gzip, gzip") }
                    .message shouldContain "more than 3 content codings"
            }
        }

        context("the limit is that of the inflated response") {
            val limit = Transport.MAX_RESPONSE_BYTES
            mapOf<String, ByteArray.() -> ByteArray>("gzip" to { gzip() }, "deflate" to { raw() }).forEach { (coding, compress) ->
                test("$coding: as much as fits is read, one octet more is not") {
                    received(ByteArray(limit).compress(), coding).bytes.size shouldBe limit
                    shouldThrow<InvalidResponseException> { received(ByteArray(limit + 1).compress(), coding) }
                        .message shouldContain "larger than 1024 KiB"
                }
            }

            test("a bomb in two layers is given up at the limit") {
                val bomb = ByteArray(256 shl 20).gzip()
                shouldThrow<InvalidResponseException> { received(bomb.gzip(), "gzip, gzip") }.message shouldContain "larger than"
                JvmContentCodings.decode("gzip", bomb, limit)?.size shouldBe limit + 1
            }
        }

        test("a response that the caller's client has decoded is not decoded twice") {
            val engine = MockEngine { respond(plain.gzip(), headers = headersOf("Content-Encoding", "gzip")) }
            val client = HttpClient(engine) { install(Gunzip) }
            val transport = Transport(client, JvmFaultFinder, 30.seconds, codings = JvmContentCodings)
            transport.get("https://a.example/").body shouldBe TEXT
        }
    })

/** Does what Ktor's `ContentEncoding` does with a response: decodes it, and takes the header away. */
@OptIn(InternalAPI::class)
private object Decoding : ClientHook<Unit> {
    override fun install(
        client: HttpClient,
        handler: Unit,
    ) {
        client.receivePipeline.intercept(HttpReceivePipeline.State) { response ->
            val headers = Headers.Empty
            proceedWith(response.call.replaceResponse(headers) { GZip.decode(response.rawContent, coroutineContext) }.response)
        }
    }
}

private val Gunzip = createClientPlugin("Gunzip") { on(Decoding, Unit) }
