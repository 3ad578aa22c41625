// Tests ApiRequestBuilderForJava and ApiBody.
package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import java.util.concurrent.Callable
import kotlin.io.path.writeBytes
import kotlin.io.path.writeText

/** Bodies of files, streams and forms with files, over a real connection. */
class ApiUploadsTest :
    FunSpec({
        var refused = 0
        val server = ApiServer { if (refused-- > 0) respond(401) else respond(200, "{}") }
        val directory = tempdir().toPath()
        val tokens =
            object : TokenSource {
                override suspend fun token(rejected: Token?): Token = Token(if (rejected == null) "old" else "new")
            }
        val api = ApiClient(server.origin, tokens)

        beforeTest {
            refused = 0
            server.requests.clear()
        }
        afterSpec { server.close() }

        test("a form with files arrives, with its length and a boundary of its own") {
            val file = directory.resolve("a.txt").also { it.writeText("content") }
            repeat(2) {
                api.post("files") {
                    multipart {
                        text("title", "Report")
                        file("document", file)
                    }
                }
            }
            val types = server.requests.map { it.header("Content-Type").shouldNotBeNull() }
            types.distinct().size shouldBe 2
            types.forEach { it shouldMatch "multipart/form-data; boundary=[A-Za-z0-9_-]{24}" }
            val boundary = types.last().substringAfter("boundary=")
            server.last.text shouldBe
                "--$boundary\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nReport\r\n" +
                "--$boundary\r\nContent-Disposition: form-data; name=\"document\"; filename=\"a.txt\"\r\n" +
                "Content-Type: text/plain\r\n\r\ncontent\r\n--$boundary--\r\n"
            server.last.header("Content-Length") shouldBe server.last.body.size.toString()
        }

        test("null, booleans and lists in such a form are sent as in every form") {
            suspend fun names(configure: ApiRequest.Builder.() -> Unit): List<String> {
                api.post {
                    multipart {
                        text("a", null)
                        text("b", true)
                        text("c", listOf(1, 2))
                    }
                    configure()
                }
                return Regex("name=\"(\\w)\"\r\n\r\n(\\w*)\r\n").findAll(server.last.text).map {
                    it.groupValues.drop(1).joinToString("=")
                }.toList()
            }
            names { } shouldContainExactly listOf("b=true", "c=1", "c=2")
            names { booleans("1", "0") } shouldContainExactly listOf("b=1", "c=1", "c=2")
            names { nulls = NullFields.EMPTY } shouldContainExactly listOf("a=", "b=true", "c=1", "c=2")
        }

        test("a form is sent again with a new token, with all of its files") {
            refused = 1
            val file = directory.resolve("b.bin").also { it.writeBytes(ByteArray(100_000) { 7 }) }
            api.post { multipart { file("f", file) } }.isSuccess shouldBe true
            server.requests.map { it.header("Authorization") } shouldContainExactly listOf("Bearer old", "Bearer new")
            server.requests.map { it.body.size }.distinct().size shouldBe 1
        }

        test("a form with a stream that can be read once is sent once") {
            refused = 1
            shouldThrow<ApiException> { api.post { multipart { stream("f", "a", "abc".byteInputStream()) } } }.statusCode shouldBe
                401
            server.requests.size shouldBe 1
            server.last.text shouldContain "\r\n\r\nabc\r\n"
            server.last.header("Content-Length").shouldBeNull()
        }

        test("a file, a stream and a function that opens one are bodies") {
            val file = directory.resolve("c.txt").also { it.writeText("abc") }
            api.put { body(file, "text/csv") }
            server.last.header("Content-Length") shouldBe "3"
            server.last.header("Content-Type") shouldBe "text/csv"
            api.put { body("abc".byteInputStream(), "text/csv") }
            refused = 1
            api.put { body(Callable { "abc".byteInputStream() }, "text/csv") }
            server.requests.map { it.text } shouldContainExactly List(4) { "abc" }
        }

        test("a file that changes its size is no fault of the network") {
            val file = directory.resolve("log.txt").also { it.writeText("abc") }
            val e =
                shouldThrow<InvalidConfigException> {
                    api.put {
                        body(file, "text/plain")
                        file.writeText("abcd")
                    }
                }
            e.message shouldContain "changed its size"
        }

        test("a media type that is none is refused before anything is sent") {
            for (type in listOf("text", "text/plain\r\nX-Evil: 1")) {
                shouldThrow<IllegalArgumentException> { api.put { body("abc".byteInputStream(), type) } }
                shouldThrow<IllegalArgumentException> { api.post { multipart { text("a", "b", type) } } }
            }
            server.requests.size shouldBe 0
        }

        test("a request shows no content") {
            var shown = ""
            api.post {
                multipart { text("password", "s3cret") }
                shown = toString()
            }
            shown shouldNotContain "s3cret"
        }
    })
