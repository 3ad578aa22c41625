package io.github.oidcauth.internal.jwt

import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.responses.RawResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

private const val ED25519 = """{"kty":"OKP","crv":"Ed25519","kid":"ed","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""

class PublishedKeysTest :
    FunSpec({
        fun validate(
            body: String,
            vararg cacheControl: String,
        ) = PublishedKeys.validate(RawResponse(200, body, headers = mapOf("cache-control" to cacheControl.toList())))

        mapOf(
            emptyList<String>() to 10.minutes,
            listOf("max-age=300") to 300.seconds,
            listOf("public, MAX-AGE=\"300\"") to 300.seconds,
            listOf("public", "max-age=300") to 300.seconds,
            listOf("max-age=60") to 60.seconds,
            listOf("max-age=59") to 1.minutes,
            listOf("max-age=0") to 1.minutes,
            listOf("max-age=-5") to 1.minutes,
            listOf("no-store") to 1.minutes,
            listOf("no-cache, max-age=3600") to 1.minutes,
            listOf("max-age=86400") to 1.days,
            listOf("max-age=86401") to 1.days,
            listOf("max-age=99999999999999999999") to 10.minutes,
            listOf("max-age=soon") to 10.minutes,
        ).forEach { (header, lifetime) ->
            test("with Cache-Control $header keys are kept for $lifetime") {
                validate("""{"keys":[$ED25519]}""", *header.toTypedArray()).lifetime shouldBe lifetime
            }
        }

        test("a shared secret that everybody can read is left out, and so is what is no key") {
            val keys = validate("""{"keys":[{"kty":"oct","kid":"s","k":"c2VjcmV0"},$ED25519,{"kty":"XX"},7]}""").keys

            keys.map { it.keyId } shouldBe listOf("ed")
        }

        test("of a private key that a server publishes by mistake the public part is kept") {
            val key = ED25519.dropLast(1) + ""","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"""

            validate("""{"keys":[$key]}""").keys.single().isPrivate shouldBe false
        }

        listOf(
            "",
            "<html>secret</html>",
            "[]",
            "{}",
            """{"keys":{}}""",
            """{"keys":[]}""",
            """{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""",
            """{"keys":[],"keys":[$ED25519]}""",
        ).forEach { body ->
            test("'${body.take(40)}' is not a set of keys to use") {
                shouldThrow<InvalidResponseException> { validate(body) }.message shouldNotContain "c2VjcmV0"
            }
        }

        listOf(204 to false, 302 to true, 404 to true, 500 to true).forEach { (status, isError) ->
            test("status $status is ${if (isError) "an error" else "validated by its content"}") {
                val response = RawResponse(status, "")
                if (isError) {
                    shouldThrow<HttpException> { PublishedKeys.validate(response) }.statusCode shouldBe status
                } else {
                    shouldThrow<InvalidResponseException> { PublishedKeys.validate(response) }.statusCode shouldBe status
                }
            }
        }
    })
