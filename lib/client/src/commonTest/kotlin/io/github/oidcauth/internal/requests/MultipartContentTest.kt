// Tests MultipartPart, PartContent, OctetsContent and StreamedContent.
package io.github.oidcauth.internal.requests

import io.github.oidcauth.InvalidConfigException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.utils.io.ByteChannel
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.io.readByteArray

/** Returns what [content] writes. */
internal suspend fun written(content: MultipartContent): ByteArray =
    coroutineScope {
        val channel = ByteChannel()
        val read = async { channel.readRemaining().readByteArray() }
        content.writeTo(channel)
        channel.flushAndClose()
        read.await()
    }

class MultipartContentTest :
    FunSpec({
        fun text(
            name: String,
            value: String,
        ) = MultipartPart(name, fileName = null, mediaType = null, OctetsContent(value.encodeToByteArray()))

        fun streamed(
            length: Long?,
            isRepeatable: Boolean = true,
            open: suspend () -> ByteReadChannel,
        ) = MultipartPart("f", "a.bin", "application/octet-stream", StreamedContent("f", length, isRepeatable, open))

        test("a form is written with its parts in order") {
            val octets = byteArrayOf(0, -1, 13, 10)
            val file = MultipartPart("file", "a.png", "image/png", OctetsContent(octets))
            val content = MultipartContent("AaB03x", listOf(text("a", "1"), text("a", "\u00e4 2"), file))

            val expected =
                "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n" +
                    "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\u00e4 2\r\n" +
                    "--AaB03x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
            val body = expected.encodeToByteArray() + octets + "\r\n--AaB03x--\r\n".encodeToByteArray()
            written(content) shouldBe body
            content.contentLength shouldBe body.size.toLong()
            content.contentType.toString() shouldBe "multipart/form-data; boundary=AaB03x"
            content.isRepeatable shouldBe true
            written(content) shouldBe body
        }

        test("a form without parts is its end alone") {
            val content = MultipartContent("x", emptyList())
            written(content).decodeToString() shouldBe "--x--\r\n"
            content.contentLength shouldBe 7
        }

        context("names are written as browsers write them, and end neither the string nor the header") {
            mapOf(
                "a b" to "a b",
                "\u00e4\u20ac\ud83d\ude00.txt" to "\u00e4\u20ac\ud83d\ude00.txt",
                "a\"; filename=\"evil.sh" to "a%22; filename=%22evil.sh",
                "a\r\nContent-Type: text/html\r\n\r\n<script>" to "a%0D%0AContent-Type: text/html%0D%0A%0D%0A<script>",
                "a\nb\rc" to "a%0Ab%0Dc",
                "a\\b" to "a\\b",
                "a%22b" to "a%22b",
                "../../etc/passwd" to "../../etc/passwd",
                "" to "",
            ).forEach { (name, expected) ->
                test("'${name.replace("\r", "CR").replace("\n", "LF")}'") {
                    val part = MultipartPart(name, name, "text/plain", OctetsContent(ByteArray(0)))
                    part.headers shouldBe
                        "Content-Disposition: form-data; name=\"$expected\"; filename=\"$expected\"\r\nContent-Type: text/plain\r\n"
                    part.headers.encodeToByteArray().decodeToString() shouldBe part.headers
                }
            }
        }

        context("a media type that is none is refused") {
            listOf("", "text", "text/plain\r\nX-Evil: 1", "text/plain\u0000").forEach { type ->
                test("'${type.replace("\r\n", "CRLF").replace("\u0000", "NUL")}'") {
                    shouldThrow<IllegalArgumentException> { MultipartPart("a", null, type, OctetsContent(ByteArray(0))) }
                }
            }
        }

        test("the media type of a file follows from its ending") {
            MultipartPart.mediaTypeOf("a.pdf") shouldBe "application/pdf"
            MultipartPart.mediaTypeOf("a.TXT") shouldBe "text/plain"
            MultipartPart.mediaTypeOf("a.unknown-ending") shouldBe "application/octet-stream"
            MultipartPart.mediaTypeOf("a") shouldBe "application/octet-stream"
            MultipartPart.mediaTypeOf("") shouldBe "application/octet-stream"
            MultipartPart.mediaTypeOf(null) shouldBe "application/octet-stream"
        }

        test("a stream is opened each time that the form is written, and closed") {
            val opened = mutableListOf<ByteReadChannel>()
            val content = MultipartContent("x", listOf(streamed(length = 3) { ByteReadChannel("abc").also { opened += it } }))
            repeat(2) { written(content).decodeToString() shouldContain "\r\n\r\nabc\r\n--x--" }
            opened.size shouldBe 2
            opened.forEach { it.isClosedForRead shouldBe true }
            content.isRepeatable shouldBe true
        }

        test("a stream of megabytes is written piece by piece") {
            val content = MultipartContent("x", listOf(streamed(length = null) { ByteReadChannel(ByteArray(3_000_000)) }))
            written(content).size shouldBe
                3_000_000 + written(MultipartContent("x", listOf(streamed(null) { ByteReadChannel("") }))).size
        }

        test("the length is not known if that of one part is not, and a form is not repeatable if one part is not") {
            val content =
                MultipartContent(
                    "x",
                    listOf(
                        text("a", "1"),
                        streamed(length = null, isRepeatable = false) {
                            ByteReadChannel("abc")
                        },
                    ),
                )
            content.contentLength.shouldBeNull()
            content.isRepeatable shouldBe false
        }

        context("a stream of another length than announced ends the request") {
            mapOf(2L to "more", 4L to "fewer").forEach { (length, word) ->
                test(word) {
                    val channel = ByteReadChannel("abc")
                    val content = MultipartContent("x", listOf(streamed(length) { channel }))
                    shouldThrow<InvalidConfigException> { written(content) }.message shouldContain word
                    channel.isClosedForRead shouldBe true
                }
            }
        }

        test("a negative length is refused") {
            shouldThrow<IllegalArgumentException> { streamed(length = -1) { ByteReadChannel("") } }
        }

        test("no content is shown") {
            val content = MultipartContent("x", listOf(text("password", "s3cret")))
            "$content ${text("password", "s3cret")}" shouldNotContain "s3cret"
        }
    })
