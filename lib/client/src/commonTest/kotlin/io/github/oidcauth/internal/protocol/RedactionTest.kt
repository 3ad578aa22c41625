package io.github.oidcauth.internal.protocol

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTimedValue

class RedactionTest :
    FunSpec({
        context("a secret is found however an echo spells it") {
            val secret = "p4+/ \"<w&"
            val redaction = Redaction(listOf(secret))
            mapOf(
                "as it is" to secret,
                "in a URL" to "p4%2B%2F%20%22%3Cw%26",
                "in a URL, in lower case" to "p4%2b%2f%20%22%3cw%26",
                "in a form" to "p4%2B%2F+%22%3Cw%26",
                "in a web page" to "p4+/ &quot;&lt;w&amp;",
                "in JSON" to """p4+/ \"<w&""",
                "in JSON that escapes slashes" to """p4+\/ \"<w&""",
                "in capitals" to secret.uppercase(),
            ).forEach { (place, spelling) ->
                test(place) { redaction.of("it is $spelling!") shouldBe "it is ██!" }
            }
        }

        test("a secret that begins with another leaves nothing behind") {
            Redaction(listOf("abcd", "abcd-efgh")).of("abcd-efgh abcd") shouldBe "██ ██"
        }

        test("a secret of four characters counts, one of three does not") {
            Redaction(listOf("abcd", "xyz")).of("abcd xyz") shouldBe "██ xyz"
        }

        context("members that hold secrets by their name") {
            listOf(
                "access_token",
                "refresh_token",
                "id_token",
                "token",
                "code",
                "device_code",
                "user_code",
                "auth_req_id",
                "code_verifier",
                "state",
                "client_secret",
                "client_assertion",
                "assertion",
                "password",
                "subject_token",
                "actor_token",
                "id_token_hint",
                "login_hint_token",
                "registration_access_token",
                "client_notification_token",
                "software_statement",
                "authorization",
                "dpop",
                "input",
            ).forEach { name ->
                test("$name as a member, inside a text, and in a form") {
                    val redaction = Redaction(emptyList())
                    listOf(
                        """{"$name": "s3cret-value"}""",
                        """{"a": [{"${name.replace('_', '-')}": {"b": "s3cret-value"}}]}""",
                        """{"text": "sent {\"$name\": \"s3cret-value\"}"}""",
                        """{"text": "sent {'${name.uppercase()}' : 's3cret-value'}"}""",
                        """{"text": "sent a=b&$name=s3cret-value&c=d"}""",
                        """{"text": "came to /callback?$name=s3cret-value"}""",
                    ).forEach { redaction.of(Json.parseToJsonElement(it)).toString() shouldNotContain "s3cret" }
                }
            }

            test("other members, and words of a sentence, stay") {
                val text = """{"error":"invalid_request","error_description":"Bearer authentication, code=17","n":1,"t":true}"""
                Redaction(listOf("unrelated")).of(Json.parseToJsonElement(text)).toString() shouldBe text
            }
        }

        test("a secret that comes back as a name or as a number is taken out too") {
            val redaction = Redaction(listOf("12345678", "s3cret-value"))
            val echo = Json.parseToJsonElement("""{"s3cret-value": "unknown", "value": 12345678, "other": 1234567}""")
            redaction.of(echo).toString() shouldBe """{"██":"unknown","value":"██","other":1234567}"""
        }

        context("credentials and tokens") {
            val jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl"
            mapOf(
                "Basic czZCaGRSa3F0MzpnWDFmQmF0M2JW was sent" to "Basic ██ was sent",
                "bearer mF_9.B5f-4.1JqMxyz.abcdef==" to "bearer ██",
                "Bearer authentication failed" to "Bearer authentication failed",
                "bad $jwt here" to "bad ██ here",
                "bad %22$jwt%22" to "bad %22██%22",
                "bad $jwt.a.b" to "bad ██",
                "bad eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn" to "bad eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn",
                "no eyJ.token, no eyJhbGciOiJ alone" to "no eyJ.token, no eyJhbGciOiJ alone",
                "eyJ.eyJ.$jwt" to "eyJ.eyJ.██",
            ).forEach { (text, expected) ->
                test(text) { Redaction(emptyList()).of(text) shouldBe expected }
            }
        }

        context("a megabyte of whatever is worst takes no time to speak of") {
            listOf("eyJ", "eyJ.", "a.", "\"code\" ", "&code=", "Bearer ", "\\\"", "aaaab").forEach { piece ->
                test(piece) {
                    val text = piece.repeat((1 shl 20) / piece.length)
                    val (redacted, taken) = measureTimedValue { Redaction(listOf("aaaaaaaaaaaaaaaac")).of(text) }
                    redacted shouldNotContain "s3cret"
                    taken shouldBeLessThan 10.seconds
                }
            }
        }

        test("a secret that a server has made to be searched for long takes no time to speak of") {
            val secret = "a".repeat(300_000) + "b"
            val text = "a".repeat(1 shl 20)

            val (_, taken) = measureTimedValue { Redaction(listOf(secret)).of(text) }

            taken shouldBeLessThan 10.seconds
        }

        test("of a long secret nothing is left, nor of what an echo has cut off") {
            val secret = (1..400).joinToString("-") { "part$it" }

            Redaction(listOf(secret)).of("before $secret after, $secret") shouldBe "before ██ after, ██"
            Redaction(listOf(secret)).of("before ${secret.take(1000)}… after") shouldBe "before ██… after"
            Redaction(listOf(secret)).of("before ${secret.uppercase()} after") shouldBe "before ██ after"
        }

        test("of two long secrets that begin alike nothing is left") {
            val beginning = "h".repeat(500)
            val secrets = listOf("$beginning.first.signed", "$beginning.2nd.signed")

            Redaction(secrets).of("${secrets[0]} and ${secrets[1]}, too") shouldBe "██ and ██, too"
        }
    })
