// Tests Download and BodyStream.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.java.BlockingApiClient
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.ByteArrayOutputStream
import java.util.zip.GZIPOutputStream

class ApiDownloadsTest :
    FunSpec({
        val packed = ByteArrayOutputStream().also { out -> GZIPOutputStream(out).use { it.write(ByteArray(100_000) { 7 }) } }
        val server =
            autoClose(
                ApiServer {
                    when (path) {
                        "/moved" -> respond(302, "<html>Moved", "Location" to "/there")
                        "/packed" -> respond(200, packed.toByteArray(), "Content-Encoding" to "gzip")
                        "/fail" -> respond(500, "<html>Error")
                        else -> respond(200, "content")
                    }
                },
            )
        val api = ApiClient(server.origin)
        val folder = tempdir().toPath()

        test("a redirect is no content: it is refused, and the file stays") {
            val file = folder.resolve("a").apply { toFile().writeText("old") }
            val e = shouldThrow<InvalidResponseException> { api.download("moved", file) }
            e.message shouldContain "followRedirects"
            e.statusCode shouldBe 302
            file.toFile().readText() shouldBe "old"
            shouldThrow<InvalidResponseException> { BlockingApiClient.of(api).open("moved") }
            api.download("moved", file) { followRedirects = true }
            file.toFile().readText() shouldBe "content"
        }

        test("an error is no content either, whatever the request expects") {
            val file = folder.resolve("b").apply { toFile().writeText("old") }
            shouldThrow<InvalidResponseException> { api.download("fail", file) { expectSuccess = false } }.statusCode shouldBe 500
            shouldThrow<InvalidResponseException> { BlockingApiClient.of(api).open("fail") { it.expectSuccess(false) } }
            file.toFile().readText() shouldBe "old"
        }

        test("compressed content is decoded") {
            val file = folder.resolve("c")
            api.download("packed", file)
            file.toFile().length() shouldBe 100_000
        }

        test("the name of a file may have the maximum length") {
            val file = folder.resolve("x".repeat(255))
            api.download("a", file)
            file.toFile().readText() shouldBe "content"
        }
    })
