// Tests ProblemDetails.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.http.ProblemDetails
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonPrimitive

class ProblemReaderTest :
    FunSpec({
        val url = "https://api.example/account/12345?x=y"

        fun read(
            body: String,
            contentType: String? = "application/problem+json",
        ): ProblemDetails? = ProblemReader.read(contentType, body, url)

        test("the example of RFC 9457 §3") {
            val problem = read(
                """
                {"type":"https://example.com/probs/out-of-credit","title":"You do not have enough credit.",
                 "detail":"Your current balance is 30, but that costs 50.","instance":"/account/12345/msgs/abc",
                 "balance":30,"accounts":["/account/12345","/account/67890"]}
                """,
            ).shouldNotBeNull()

            problem.type shouldBe "https://example.com/probs/out-of-credit"
            problem.title shouldBe "You do not have enough credit."
            problem.status.shouldBeNull()
            problem.detail shouldBe "Your current balance is 30, but that costs 50."
            problem.instance shouldBe "https://api.example/account/12345/msgs/abc"
            problem.extensions.keys shouldBe setOf("balance", "accounts")
            problem.extensions.getValue("accounts").jsonArray.map { it.jsonPrimitive.content } shouldBe
                listOf("/account/12345", "/account/67890")
        }

        test("the example of RFC 9457 §3 with a list of errors") {
            val problem = read(
                """
                {"type":"https://example.net/validation-error","title":"Your request is not valid.","errors":[
                 {"detail":"must be a positive integer","pointer":"#/age"},
                 {"detail":"must be 'green', 'red' or 'blue'","pointer":"#/profile/color"}]}
                """,
                "application/problem+json; charset=utf-8",
            ).shouldNotBeNull()

            problem.type shouldBe "https://example.net/validation-error"
            problem.extensions.getValue("errors").jsonArray.size shouldBe 2
        }

        test("members that are missing are null, and the type is about:blank") {
            read("{}") shouldBe ProblemDetails("about:blank", null, null, null, null, JsonObject(emptyMap()))
        }

        test("members of the wrong type are ignored, and are no extensions") {
            val body = """{"type":5,"title":{},"status":"404","detail":[],"instance":null,"ok":true}"""
            val problem = read(body).shouldNotBeNull()
            problem shouldBe
                ProblemDetails("about:blank", null, null, null, null, JsonObject(mapOf("ok" to JsonPrimitive(true))))
            problem.extensions.getValue("ok").jsonPrimitive.boolean shouldBe true
        }

        context("a status that is none is ignored") {
            mapOf(
                "99" to null,
                "100" to 100,
                "599" to 599,
                "600" to null,
                "-404" to null,
                "404.5" to null,
                "1e999" to null,
                "true" to null,
            )
                .forEach { (status, expected) -> test(status) { read("""{"status":$status}""")?.status shouldBe expected } }
        }

        context("another media type is no problem") {
            listOf(null, "", "application/json", "application/problem+xml", "application/problem+jsonx", "text/html")
                .forEach { type -> test("'$type'") { read("{}", type).shouldBeNull() } }
        }

        test("the media type is compared without regard to case and to its parameters") {
            read("{}", "Application/Problem+JSON").shouldNotBeNull()
            read("{}", "application/problem+json;charset=UTF-8").shouldNotBeNull()
        }

        context("a body that is no object is no problem") {
            listOf("", "null", "[]", "\"x\"", "{", "<problem/>", "[".repeat(200) + "]".repeat(200))
                .forEach { body -> test("'${body.take(20)}'") { read(body).shouldBeNull() } }
        }

        test("of repeated members the last counts, and a byte order mark is skipped") {
            read("\uFEFF{\"title\":\"a\",\"title\":\"b\"}")?.title shouldBe "b"
        }

        test("texts can be printed, whatever the server sends") {
            val problem = read("""{"title":"\u001b[31mred\r\n\u202eline","detail":"${"x".repeat(5_000)}"}""").shouldNotBeNull()
            problem.title shouldBe "[31mred   line"
            problem.detail shouldBe "x".repeat(4_096) + "…"
            read("""{"title":" \u0000 ","detail":""}""").shouldNotBeNull().run {
                title.shouldBeNull()
                detail.shouldBeNull()
            }
        }

        test("a reference is resolved, and one that no URI can be is ignored") {
            read("""{"type":"/probs/x"}""")?.type shouldBe "https://api.example/probs/x"
            read("""{"type":"urn:problem:x"}""")?.type shouldBe "urn:problem:x"
            read("""{"type":""}""")?.type shouldBe "about:blank"
            read("""{"type":"https://a b","instance":"\u001b[2J"}""") shouldBe
                ProblemDetails("about:blank", null, null, null, null, JsonObject(emptyMap()))
        }

        test("the extensions are compared, and not shown") {
            val problem = read("""{"title":"t","token":"s3cret"}""").shouldNotBeNull()
            problem.toString() shouldNotContain "s3cret"
            problem shouldNotBe read("""{"title":"t"}""")
            problem.hashCode() shouldBe read("""{"title":"t","token":"s3cret"}""").hashCode()
        }
    })
