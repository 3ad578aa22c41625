// Tests DecodedToken, ClaimTimes and TokenArgument.
package io.github.oidcauth.cli.tokens

import io.github.oidcauth.cli.jsonText
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import java.util.Base64
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

internal class JwtContentTest : FunSpec({
    fun encoded(text: String) = Base64.getUrlEncoder().withoutPadding().encodeToString(text.toByteArray())

    fun jwt(
        claims: String,
        header: String = """{"alg":"RS256"}""",
    ) = "${encoded(header)}.${encoded(claims)}.c2ln"

    val now = Instant.parse("2026-11-30T18:00:00Z")

    test("a signed JWT shows header, claims and readable times, and not its signature") {
        val raw = jwt("""{"sub":"alice","exp":${now.epochSeconds + 300},"iat":${now.epochSeconds - 7200},"auth_time":"soon"}""")

        val json = DecodedToken.json(raw, now)

        json.getValue("header").jsonObject.getValue("alg") shouldBe JsonPrimitive("RS256")
        json.getValue("claims").jsonObject.getValue("sub") shouldBe JsonPrimitive("alice")
        json.getValue("times").toString() shouldBe
            """{"iat":"2026-11-30T16:00:00Z, 2 h ago","exp":"2026-11-30T18:05:00Z, in 5 min"}"""
        json.toString() shouldNotContain "c2ln"
        json.toString() shouldNotContain encoded("alice").dropLast(2)
    }

    test("numbers keep their spelling, and what is no JSON is text") {
        val claims = """{"exp":1e400,"iat":-9999999999999999999,"a":1.50,"b":[NaN,Infinity,0x1],"c":true,"d":null}"""
        jsonText(DecodedToken.json(jwt(claims), now).getValue("claims")).filterNot { it.isWhitespace() } shouldBe
            """{"exp":1e400,"iat":-9999999999999999999,"a":1.50,"b":["NaN","Infinity","0x1"],"c":true,"d":null}"""
    }

    test("an encrypted JWT shows its header alone") {
        val raw = listOf(encoded("""{"alg":"ECDH-ES","enc":"A256GCM"}"""), "", "aXY", "Y2lwaGVy", "dGFn").joinToString(".")
        val content = JwtContent.of(raw).shouldBeInstanceOf<JwtContent.Encrypted>()
        content.header.getValue("enc") shouldBe JsonPrimitive("A256GCM")
        DecodedToken.json(raw, now).keys shouldBe setOf("kind", "header")
    }

    test("everything else is opaque, and nothing of it is shown") {
        val deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000)
        listOf(
            "",
            "opaque",
            "a.b.c",
            "${encoded("{}")}.${encoded("[]")}.c",
            "${encoded("{}")}.${encoded("{}")}",
            "${encoded("{}")}.${encoded("{}")}.c.d",
            "${encoded("{}")}.${encoded(deep)}.c",
            encoded("{}") + "." + Base64.getUrlEncoder().encodeToString(byteArrayOf('{'.code.toByte(), -1)) + ".c",
            "x".repeat(2_000_000),
        ).forEach { withClue(it.take(40)) { DecodedToken.json(it, now).toString() shouldBe """{"kind":"opaque"}""" } }
    }

    test("no control character of a token reaches the terminal") {
        val text = jsonText(DecodedToken.json(jwt("{\"name\":\"\\u001b[2J\u202e\"}"), now))
        text shouldNotContain "\u001b"
        text shouldNotContain "\u202e"
        text shouldContain "\\u202e"
    }

    test("times count from now in their largest unit, and at its boundary") {
        val distances =
            mapOf(
                0.seconds to "now",
                1.seconds to "in 1 s",
                59.seconds to "in 59 s",
                1.minutes to "in 1 min",
                59.minutes + 59.seconds to "in 59 min",
                1.hours to "in 1 h",
                24.hours to "in 1 d",
                (-1).seconds to "1 s ago",
                (-400).days to "400 d ago",
            )
        distances.forEach { (time, words) -> ClaimTimes.distance(time) shouldBe words }
    }

    test("numbers that are no times are left out") {
        listOf("1e300", "-1e300", "\"1700000000\"", "null", "true", "{}").forEach {
            val content = JwtContent.of(jwt("""{"exp":$it}""")).shouldBeInstanceOf<JwtContent.Signed>()
            withClue(it) { ClaimTimes.of(content.claims, now) shouldBe emptyMap() }
        }
    }

    test("a JWT among the arguments is recognized, and a host is not") {
        listOf(jwt("{\"a\":1}"), "Bearer ${jwt("{}")}", " ${jwt("{}")} ").forEach { TokenArgument.isToken(it) shouldBe true }
        listOf("https://idp.example.com", "eyJ.example.com", "idp", "", "eyjafjalla.example.com").forEach {
            withClue(it) { TokenArgument.isToken(it) shouldBe false }
        }
    }
})
