// Tests BackchannelAuthenticationEndpoint.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.parseJson
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ranges.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds

class BackchannelAuthenticationTest :
    FunSpec({
        suspend fun started(response: String): BackchannelAuthentication =
            ClientBench { ScriptedResponse(response) }.client().backchannelAuthentication(
                BackchannelAuthenticationRequest.loginHint("alice").clientNotificationToken("notify-me").build(),
            )

        val body = """{"auth_req_id":"ar"}"""

        test("the server's call is known by its token and its login") {
            val authentication = started("""{"auth_req_id":"ar","expires_in":60}""")

            authentication.isNotifiedBy("Bearer notify-me", body) shouldBe true
            authentication.isNotifiedBy("bearer notify-me", body) shouldBe true
        }

        listOf(
            "no token" to (null to body),
            "an empty one" to ("" to body),
            "another token" to ("Bearer notify-you" to body),
            "the token under another scheme" to ("Basic notify-me" to body),
            "the token alone" to ("notify-me" to body),
            "another login" to ("Bearer notify-me" to """{"auth_req_id":"other"}"""),
            "no login" to ("Bearer notify-me" to "{}"),
            "no JSON" to ("Bearer notify-me" to "ar"),
            "a body without end" to ("Bearer notify-me" to """{"auth_req_id":"ar","x":"${"x".repeat(70_000)}"}"""),
        ).forEach { (what, call) ->
            test("a call with $what is a otherServer's") {
                started("""{"auth_req_id":"ar","expires_in":60}""").isNotifiedBy(call.first, call.second) shouldBe false
            }
        }

        test("members of the response without a property are kept, and saved with the login") {
            val authentication = started("""{"auth_req_id":"ar","expires_in":60,"interval":2,"expires":"soon","extra":[1]}""")
            val extra = parseJson("""{"expires":"soon","extra":[1]}""")

            authentication.extra shouldBe extra
            val again = BackchannelAuthentication.deserialize(authentication.serialize())
            again shouldBe authentication
            again.extra shouldBe extra
        }

        test("a raw response keeps its further members too, whatever their names") {
            val raw = BackchannelAuthentication.deserialize(
                """{"auth_req_id":"ar","expires_in":60,"interval":2,"a":"b","extra":7}""",
            )

            raw.extra shouldBe parseJson("""{"a":"b","extra":7}""")
            BackchannelAuthentication.deserialize(raw.serialize()).extra shouldBe raw.extra
        }

        test("a login that did not ask for a call is not called") {
            val authentication =
                ClientBench { ScriptedResponse("""{"auth_req_id":"ar","expires_in":60}""") }
                    .client()
                    .backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())

            authentication.isNotifiedBy("Bearer ", body) shouldBe false
        }

        listOf(
            "{}",
            """{"auth_req_id":"ar"}""",
            """{"expires_in":60}""",
            """{"auth_req_id":"","expires_in":60}""",
            """{"auth_req_id":7,"expires_in":60}""",
            """{"auth_req_id":"ar","expires_in":0}""",
            """{"auth_req_id":"ar","expires_in":"soon"}""",
        ).forEach { response ->
            test("$response starts no login") {
                shouldThrow<InvalidResponseException> { started(response) }
            }
        }

        listOf("{}", "\"soon\"", "null", "\"\"", "0", "-1", "true").forEach { interval ->
            test("an interval of $interval is the default one") {
                started("""{"auth_req_id":"ar","expires_in":60,"interval":$interval}""").intervalSeconds shouldBe 5
            }
        }

        val times = listOf("\"x\"", "1e400", "\"Infinity\"", "\"10d\"", "-1", "253402300800")
        val damaged = listOf("", "x", "[]", "{}") + times.map { """{"auth_req_id":"ar","expires":$it,"interval":5}""" }
        damaged.forEach { text ->
            test("'$text' is no saved login") {
                shouldThrow<InvalidResponseException> { BackchannelAuthentication.deserialize(text) }
            }
        }

        test("a saved login is the login") {
            val authentication = started("""{"auth_req_id":"ar","expires_in":60,"interval":7}""")

            BackchannelAuthentication.deserialize(authentication.serialize()) shouldBe authentication
            authentication.intervalSeconds shouldBe 7
        }

        test("the lifetime of a login counts down to zero, also of a raw response") {
            val before = Clock.System.now()
            val login = BackchannelAuthentication.deserialize("""{"auth_req_id":"ar","expires_in":60}""")
            val end = login.expiresAt

            end shouldBeIn before + 60.seconds..Clock.System.now() + 60.seconds
            login.expiresIn(end - 1.seconds) shouldBe 1.seconds
            login.expiresIn(end + 1.seconds) shouldBe 0.seconds
            login.isExpired(now = end - 1.seconds) shouldBe false
            login.isExpired(now = end) shouldBe true
            login.isExpired(leeway = 5.seconds, now = end - 5.seconds) shouldBe true
        }

        test("a request does not show whom it is about") {
            BackchannelAuthenticationRequest.idTokenHint("a.b.c").build().toString() shouldNotContain "a.b.c"
        }
    })
