package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.internal.text.printable
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf

/** Error texts of a server reach the user, in whatever form they were sent. */
class ErrorMessageReaderTest :
    FunSpec({
        fun decode(
            statusCode: Int,
            body: String,
            mediaType: String? = null,
            challenges: List<String> = emptyList(),
            clientAdvice: String? = null,
            secrets: List<String> = emptyList(),
        ): AuthException =
            ErrorResponseReader.decode(
                statusCode,
                body,
                secrets,
                ServerRole.AUTHORIZATION_SERVER,
                ErrorContext(mediaType, challenges, clientAdvice),
            )

        val words = "Tenant is suspended."
        context("words without a code of OAuth") {
            listOf(
                words to "text/plain",
                words to null,
                words to "application/json",
                """{"error_description":"$words"}""" to "application/json",
                """{"error":"Not A Code","error_description":"$words"}""" to "application/json",
                """{"error":"$words"}""" to "application/json",
                """{"message":"$words","code":"E17"}""" to "application/json",
                """{"type":"about:blank","title":"Forbidden","detail":"$words"}""" to "application/problem+json",
                """{"title":"$words"}""" to "application/problem+json",
                """{"error":{"code":403,"message":"$words","status":"PERMISSION_DENIED"}}""" to "application/json",
                """{"error":{"message":"$words","type":"OAuthException","code":190}}""" to "application/json",
                """{"errorCode":"E0000011","errorSummary":"$words"}""" to "application/json",
                """{"errors":[{"message":"$words"}]}""" to "application/json",
                """[{"message":"$words","errorCode":"INVALID_SESSION_ID"}]""" to "application/json",
                """{"fault":{"faultstring":"$words","detail":{"errorcode":"x"}}}""" to "application/json",
                """{"detail":[{"loc":["body"],"msg":"$words"}]}""" to "application/json",
                """{"error":{"errors":[{"reason":"x","message":"$words"}]}}""" to "application/json",
            ).forEach { (body, mediaType) ->
                test("$mediaType: $body") {
                    val e = decode(403, body, mediaType).shouldBeInstanceOf<HttpException>()
                    e.message shouldContain words
                    e.message shouldContain "status 403"
                    e.detail.orEmpty() shouldContain words
                    e.mediaType shouldBe mediaType
                }
            }
        }

        context("a code of OAuth, wherever it is") {
            listOf(
                "error=invalid_grant&error_description=Tenant+is+suspended.&error_uri=https%3A%2F%2Fa.example" to
                    "application/x-www-form-urlencoded",
                "error_description=Tenant%20is%20suspended.&error=invalid_grant" to "text/plain",
                "error=invalid_grant&error_description=Tenant%20is%20suspended." to "text/html",
                """{"error":{"code":"invalid_grant","message":"$words"}}""" to "application/json",
                """{"error":{"type":"invalid_grant","message":"$words"}}""" to "application/json",
                """{"error":{"error":"invalid_grant","error_description":"$words"}}""" to "application/json",
                """{"detail":{"error":{"code":"invalid_grant","message":"$words"}}}""" to "application/json",
            ).forEach { (body, mediaType) ->
                test("$mediaType: $body") {
                    val e = decode(400, body, mediaType).shouldBeInstanceOf<InvalidGrantException>()
                    e.errorDescription shouldBe words
                    e.message shouldContain words
                    e.statusCode shouldBe 400
                }
            }

            test("a code of the server's own in an object is none of OAuth's") {
                decode(400, """{"error":{"code":"quota_exceeded","message":"$words"}}""").shouldBeInstanceOf<HttpException>()
            }

            test("a challenge without a body") {
                val challenge = """Bearer realm="a", error="invalid_grant", error_description="$words""""
                decode(400, "", challenges = listOf("Basic realm=\"b\"", challenge))
                    .shouldBeInstanceOf<InvalidGrantException>()
                    .errorDescription shouldBe words
            }

            test("the body counts more than the challenge") {
                val challenge = """Basic error="invalid_client""""
                decode(
                    401,
                    """{"error":"invalid_grant"}""",
                    challenges = listOf(challenge),
                ).shouldBeInstanceOf<InvalidGrantException>()
            }
        }

        context("a client that is not accepted") {
            val advice = "The server does not accept the client my-client. Check its id and its secret (client_secret_basic)."

            test("is named with what to look at") {
                val e = decode(401, """{"error":"invalid_client","error_description":"$words"}""", clientAdvice = advice)
                e.shouldBeInstanceOf<InvalidClientException>().message shouldBe "$advice The server says: $words"
            }

            test("is named for a 401 that says nothing") {
                val e = decode(401, "", challenges = listOf("Basic realm=\"as\""), clientAdvice = advice)
                e.shouldBeInstanceOf<HttpException>().message shouldBe "The server responded with status 401. $advice"
            }

            test("has shown no access token, whatever the challenge calls it") {
                val challenge = """Bearer error="invalid_token", error_description="$words""""
                val e = decode(401, "", challenges = listOf(challenge), clientAdvice = advice)
                e.shouldBeInstanceOf<HttpException>().message shouldBe
                    "The server responded with status 401. $advice The server says: $words"
                decode(401, "", challenges = listOf(challenge)).shouldBeInstanceOf<InvalidTokenException>()
            }

            test("is not what a 403 is about") {
                decode(403, "", clientAdvice = advice).message shouldNotContain "my-client"
            }
        }

        context("a text that is not for users is left out of the message, and its beginning is the detail") {
            listOf(
                "<html><body>Bad Gateway</body></html>" to "text/html",
                "<error>no</error>" to "application/xml",
                "\u0000\u0001binary" to "text/plain",
                "binary" to "application/octet-stream",
            ).forEach { (body, mediaType) ->
                test(mediaType + body) {
                    val e = decode(502, body, mediaType).shouldBeInstanceOf<HttpException>()
                    e.message shouldContain "The server is in trouble."
                    e.detail shouldBe body.printable()
                }
            }
        }

        test("the detail of what is no JSON is one line of at most a thousand characters, that of JSON is JSON") {
            decode(502, "a\n".repeat(5000), "text/plain").detail shouldBe "a ".repeat(500).trimEnd() + "…"
            decode(502, "x".repeat(1000)).detail shouldBe "x".repeat(1000)
            decode(502, "x".repeat(1001)).detail shouldBe "x".repeat(1000) + "…"
            val fits = """{"a":"${"x".repeat(16_384 - 8)}"}"""
            decode(502, fits).detail shouldBe fits
            decode(502, """{"a":"${"x".repeat(16_384 - 7)}"}""").detail?.length shouldBe 1001
            decode(502, "").detail.shouldBeNull()
        }

        test("a secret that the cut goes through does not come back either") {
            val secret = "s3cret-" + "v".repeat(500)
            val e = decode(500, "x".repeat(990) + secret, "text/plain", secrets = listOf(secret))
            e.detail.orEmpty() shouldNotContain "s3cret"
            decode(500, "y".repeat(290) + secret, "text/plain", secrets = listOf(secret)).message shouldNotContain "s3cret"
        }

        test("a form's secrets do not come back") {
            val e = decode(400, "access_token=at-s3cret&error=invalid_grant&refresh_token=rt-s3cret", "text/plain")
            (e as OAuthException).detail.orEmpty() shouldNotContain "s3cret"
        }
    })
