// Tests MultipartFormBuilderForJava, InputStreamContent and FileContent.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.requests.MultipartContent
import io.github.oidcauth.internal.requests.MultipartPart
import io.github.oidcauth.internal.requests.written
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.utils.io.ByteReadChannel
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import java.io.ByteArrayInputStream
import java.io.InputStream
import java.util.concurrent.CountDownLatch
import kotlin.io.path.createDirectory
import kotlin.io.path.writeText

class MultipartFormTest :
    FunSpec({
        val directory = tempdir().toPath()

        fun content(form: MultipartForm) =
            MultipartContent(
                "x",
                form.fields.map {
                    MultipartPart(it.name, it.fileName, it.mediaType, it.content.shouldNotBeNull())
                },
            )

        test("fields and files keep their order, and bytes are copied") {
            val bytes = byteArrayOf(1, 2)
            val form = MultipartForm {
                text("a", 1)
                text("metadata", "{}", "application/json")
                bytes("raw", bytes)
                bytes("image", bytes, "a.png")
                channel("c", "c.txt") { ByteReadChannel("abc") }
            }
            bytes[0] = 9

            form.size shouldBe 5
            form.fields.map { it.name } shouldContainExactly listOf("a", "metadata", "raw", "image", "c")
            form.fields.map { it.mediaType } shouldContainExactly
                listOf(null, "application/json", "application/octet-stream", "image/png", "text/plain")
            form.fields.map { it.fileName } shouldContainExactly listOf(null, null, null, "a.png", "c.txt")
            form.fields.map { it.value } shouldContainExactly listOf(1, "{}", null, null, null)
            val image =
                MultipartContent(
                    "x",
                    listOf(MultipartPart("image", "a.png", "image/png", form.fields[3].content.shouldNotBeNull())),
                )
            written(image).decodeToString() shouldContain "\r\n\r\n\u0001\u0002\r\n--x--"
        }

        test("a file is sent with its name, type and length, each time anew") {
            val file = directory.resolve("r\u00e9sum\u00e9.txt").also { it.writeText("one") }
            val content = content(MultipartForm { file("document", file) })

            content.contentLength.shouldNotBeNull()
            content.isRepeatable shouldBe true
            written(content).decodeToString() shouldContain
                "name=\"document\"; filename=\"r\u00e9sum\u00e9.txt\"\r\nContent-Type: text/plain\r\n\r\none\r\n"
            file.writeText("two")
            written(content).decodeToString() shouldContain "\r\n\r\ntwo\r\n"
            written(content).size.toLong() shouldBe content.contentLength
        }

        test("a file can have another name and type") {
            val file = directory.resolve("b.txt").also { it.writeText("x") }
            val form = MultipartForm { file("f", file, "b.csv", "text/csv") }
            written(content(form)).decodeToString() shouldContain "filename=\"b.csv\"\r\nContent-Type: text/csv"
        }

        test("a file that grows or shrinks after its length was announced ends the request") {
            val file = directory.resolve("log.txt").also { it.writeText("abc") }
            val content = content(MultipartForm { file("f", file) })
            for (text in listOf("abcd", "ab")) {
                file.writeText(text)
                shouldThrow<InvalidConfigException> { written(content) }.message shouldContain "changed its size"
            }
        }

        test("what is no file that can be read is refused at once") {
            val folder = directory.resolve("folder").createDirectory()
            for (path in listOf(directory.resolve("none"), folder)) {
                shouldThrow<InvalidConfigException> { MultipartForm { file("f", path) } }.message shouldContain "$path"
            }
        }

        test("a stream is read once, and closed; one that can be opened again is repeatable") {
            var closed = 0

            fun stream() =
                object : ByteArrayInputStream("abc".toByteArray()) {
                    override fun close() {
                        closed++
                    }
                }
            val once = content(MultipartForm { stream("f", "a.bin", stream()) })
            once.isRepeatable shouldBe false
            once.contentLength.shouldBeNull()
            written(once).decodeToString() shouldContain "\r\n\r\nabc\r\n"
            closed shouldBe 1

            val often = content(MultipartForm { stream("f", "a.bin") { stream() } })
            often.isRepeatable shouldBe true
            repeat(2) { written(often).decodeToString() shouldContain "\r\n\r\nabc\r\n" }
            closed shouldBe 3
        }

        test("a stream that blocks is interrupted and closed when the request is cancelled") {
            val reading = CompletableDeferred<Unit>()
            var interrupted = false
            var closed = false
            val stream =
                object : InputStream() {
                    override fun read(): Int {
                        reading.complete(Unit)
                        try {
                            CountDownLatch(1).await()
                        } catch (e: InterruptedException) {
                            interrupted = true
                            throw e
                        }
                        return -1
                    }

                    override fun close() {
                        closed = true
                    }
                }
            coroutineScope {
                val request = launch(Dispatchers.Default) { written(content(MultipartForm { stream("f", null, stream) })) }
                reading.await()
                request.cancelAndJoin()
            }
            interrupted shouldBe true
            closed shouldBe true
        }

        test("no content is shown") {
            val builder = MultipartForm.builder().text("password", "s3cret")
            "$builder ${builder.build()}" shouldNotContain "s3cret"
        }
    })
