// Tests OAuthError.
package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.text.REDACTED
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

class ErrorResponseReaderTest :
    FunSpec({
        fun wrapped(upstream: String): String = buildJsonObject { put("detail", "Upstream OIDC error: $upstream") }.toString()

        context("every code has its class, plain and wrapped in a detail string") {
            (REGISTERED_ERRORS + ("flux_capacitor_empty" to OtherOAuthException::class)).forEach { (code, type) ->
                val plain = """{"error": "$code", "error_description": "Because."}"""
                listOf(plain, wrapped(plain), """{"detail": $plain}""").forEach { body ->
                    test("$code in $body") {
                        val error = ErrorResponseReader.decode(400, body) as OAuthException
                        error::class shouldBe type
                        error.error shouldBe code
                        error.errorDescription shouldBe "Because."
                        error.statusCode shouldBe 400
                        error.detail.orEmpty() shouldContain code
                        error.message shouldContain "The server says: Because."
                    }
                }
            }
        }

        context("a response without an OAuth error is an HTTP error that says what it can") {
            listOf(
                """{"detail": "OIDC endpoint 'device_authorization_endpoint' not found in discovery."}""" to
                    "not found in discovery",
                """{"detail": [{"loc": ["body", "code"], "msg": "Field required", "input": {"code": "s3cret-s3cret"}}]}""" to
                    "body.code: Field required",
                "<html><body>Bad Gateway</body></html>" to "web page",
                """{"timestamp": "…", "status": 502, "error": "Bad Gateway", "path": "/auth/v2/token"}""" to
                    "status 502: Bad Gateway",
                "" to "status 502",
                "null" to "status 502",
                """["a"]""" to "status 502",
                wrapped("<html>oops</html>") to "Upstream OIDC error",
                wrapped("{broken") to "Upstream OIDC error",
            ).forEach { (body, hint) ->
                test(body.ifEmpty { "an empty body" }) {
                    val error = ErrorResponseReader.decode(502, body)
                    error.shouldBeInstanceOf<HttpException>()
                    error.message shouldContain hint
                    error.message shouldNotContain "s3cret"
                    error.detail.orEmpty() shouldNotContain "s3cret"
                }
            }
        }

        test("wrappings within wrappings end somewhere") {
            val deep = (1..6).fold("""{"error": "invalid_grant"}""") { inner, _ -> """{"detail": ${JsonPrimitive(inner)}}""" }
            ErrorResponseReader.decode(400, deep).shouldBeInstanceOf<HttpException>()
        }

        test("a response that is nested a hundred thousand deep is no JSON to us") {
            val deep = "[".repeat(100_000) + "]".repeat(100_000)
            val detail = ErrorResponseReader.decode(400, """{"detail": $deep}""").shouldBeInstanceOf<HttpException>().detail
            detail shouldBe """{"detail": """ + "[".repeat(989) + "…"
            parseJson("""{"text": "${"[".repeat(100)}", "escaped": "\"[[["}""") shouldNotBe null
        }

        context("nothing of our request comes back in an error") {
            val sent = listOf("refresh-s3cret", "verifier-s3cret", "4/s3cret+=", "s3cr")
            listOf(
                """{"error": "invalid_grant", "error_description": "Token refresh-s3cret is unknown"}""",
                """{"error": "invalid_grant", "refresh_token": "refresh-s3cret"}""",
                """{"error": "invalid_grant", "input": {"x": "verifier-s3cret"}}""",
                wrapped("""{"error": "invalid_grant", "error_description": "no verifier-s3cret"}"""),
                """{"detail": "cannot use refresh-s3cret"}""",
                """{"detail": "cannot use 4%2Fs3cret%2B%3D"}""",
                """{"detail": "cannot use s3cr"}""",
                """{"detail": [{"loc": ["body"], "msg": "refresh-s3cret is odd", "input": "refresh-s3cret"}]}""",
                """{"error": "refresh-s3cret", "error_uri": "https://idp.example/verifier-s3cret"}""",
                wrapped("""{"error": "verifier-s3cret"}"""),
            ).forEach { body ->
                test(body) { ErrorResponseReader.decode(400, body, sent).shouldBeFreeOf("s3cr") }
            }
        }

        test("a code that was not ours to see is not printed, and has no class") {
            val error = ErrorResponseReader.decode(400, """{"error": "s3cret-code"}""", listOf("s3cret-code"))
            error.shouldBeInstanceOf<OtherOAuthException>().error shouldBe REDACTED
        }

        test("a response at the wrong address asks about the one it was taken for") {
            ErrorResponseReader.decode(404, "").message shouldContain "are the routes right?"
            ErrorResponseReader.decode(403, "", serverRole = ServerRole.AUTHORIZATION_SERVER).message shouldContain
                "authorization server"
            ErrorResponseReader.decode(404, "", serverRole = ServerRole.PROTECTED_RESOURCE).message shouldContain "API"
        }

        test("tokens that the server puts into an error do not come through") {
            val jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"
            ErrorResponseReader.decode(
                400,
                """{"error": "invalid_grant", "error_description": "bad $jwt"}""",
            ).shouldBeFreeOf("c2lnbmF0dXJl")
            ErrorResponseReader.decode(
                400,
                wrapped("""{"error": "x", "access_token": "opaque-s3cret"}"""),
            ).shouldBeFreeOf("s3cret")
        }

        test("a description cannot write to the terminal or spoof lines") {
            val error = ErrorResponseReader.decode(
                400,
                """{"error": "access_denied", "error_description": "\u001b[2Jno\r\nok \u202egnihton"}""",
            ) as OAuthException
            error.errorDescription shouldBe "[2Jno  ok  gnihton"
        }

        test("a description of a megabyte is cut") {
            val error = ErrorResponseReader.decode(
                400,
                """{"error": "access_denied", "error_description": "${"x".repeat(1_000_000)}"}""",
            ) as OAuthException
            error.errorDescription!!.length shouldBe 301
        }
    })

private fun AuthException.shouldBeFreeOf(secret: String) {
    message shouldNotContain secret
    detail.orEmpty() shouldNotContain secret
    toString() shouldNotContain secret
}
