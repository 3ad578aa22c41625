// Tests EchoedSecret and SpelledCharacter.
package io.github.oidcauth.internal.text

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlin.io.encoding.Base64
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
                "in a URL, only where it has to be" to "p4+/%20%22%3Cw%26",
                "in a URL, every character" to "%70%34%2B%2F%20%22%3C%77%26",
                "in a URL inside another" to "p4%252B%252F%2520%2522%253Cw%2526",
                "in JSON inside a string" to """p4+\\/ \\\"<w&""",
                "in JSON by numbers" to """p4\u002b\u002f\u0020\u0022\u003C\u0077\u0026""",
                "in what a program prints" to """p4+/ \x22\x3cw&""",
                "in a web page by numbers" to "p4&#43;&#x2F;&#32;&#34;&#x3c;w&#38;",
                "in a web page inside another" to "p4+/ &amp;quot;&amp;lt;w&amp;amp;",
                "in a web page by other names" to "p4&plus;&sol; &quot;&lt;w&amp;",
            ).forEach { (place, spelling) ->
                test(place) { redaction.of("it is $spelling!") shouldBe "it is ██!" }
            }
        }

        context("a secret beyond ASCII is found too") {
            val redaction = Redaction(listOf("p\u00e4\u20ac\ud83d\ude00\\\\x"))
            mapOf(
                "as it is" to "p\u00e4\u20ac\ud83d\ude00\\\\x",
                "in a URL" to "p%C3%A4%E2%82%AC%F0%9F%98%80%5C%5Cx".replace("%5C%5C", "%5C"),
                "in JSON by numbers" to """p\u00e4\u20AC\uD83D\uDE00\\\\x""",
                "in a web page by numbers" to "p&#228;&#8364;&#x1F600;\\\\x",
            ).forEach { (place, spelling) ->
                test(place) { redaction.of("it is $spelling!") shouldBe "it is ██!" }
            }
        }

        context("a secret in base64 is found, alone and within more") {
            listOf("s3cret", "s3cret-value", "gX1fBat3bV~\u20ac?>>>???").forEach { secret ->
                listOf("", "c", "id", "my-client:", "client_id=a&client_secret=").forEach { before ->
                    listOf("", "&", "&scope=openid").forEach { after ->
                        test("$before$secret$after") {
                            val octets = "$before$secret$after".encodeToByteArray()
                            val redaction = Redaction(listOf(secret))
                            val url = Base64.UrlSafe.encode(octets)
                            redaction.of("got ${Base64.encode(octets)} here") shouldBe "got ██ here"
                            redaction.of("got $url here") shouldBe "got ██ here"
                            redaction.of("got ${url.trimEnd('=')}, here") shouldBe "got ██, here"
                            val inUrl = Base64.encode(octets).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
                            redaction.of("got $inUrl here") shouldBe "got ██ here"
                        }
                    }
                }
            }

            test("one of six characters is, one of five is not: words would be taken for it") {
                Redaction(listOf("abcdef")).of(Base64.encode("abcdef".encodeToByteArray())) shouldBe "██"
                Redaction(listOf("abcde")).of(Base64.encode("abcde".encodeToByteArray())) shouldBe "YWJjZGU="
            }

            test("base64 in other letters is something else") {
                val encoded = Base64.encode("s3cret-value".encodeToByteArray())
                Redaction(listOf("s3cret-value")).of(encoded.lowercase()) shouldBe encoded.lowercase()
            }
        }

        test("a secret with the letters that escapes begin with is found") {
            val redaction = Redaction(listOf("unix&amp%25"))
            redaction.of("got \\u0075\\u006e\\x69\\u0078&#38;am\\u0070%2525 here") shouldBe "got ██ here"
            redaction.of("got UNIX&amp;AMP%2525 here") shouldBe "got ██ here"
        }

        test("a text that only begins like a secret stays") {
            Redaction(listOf("s3cret-value")).of("s3cret-val, s%33cret-val%") shouldBe "s3cret-val, s%33cret-val%"
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
            listOf(
                "eyJ",
                "eyJ.",
                "a.",
                "\"code\" ",
                "&code=",
                "Bearer ",
                "\\\"",
                "aaaab",
                "&#",
                "&amp;amp;",
                "&amp;",
                "%25",
                "\\",
                "YWFh",
                "%61",
            ).forEach { piece ->
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
