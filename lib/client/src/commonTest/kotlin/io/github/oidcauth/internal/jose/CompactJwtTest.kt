package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.Base64Url
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

private fun encode(text: String) = Base64Url.encode(text.encodeToByteArray())

private fun jws(
    header: String = """{"alg":"RS256"}""",
    payload: String = "{}",
) = "${encode(header)}.${encode(payload)}.AQAB"

class CompactJwtTest :
    FunSpec({
        test("three parts are a signed token") {
            val jws = CompactJwt.parse(jws(payload = """{"sub":"alice"}""")).shouldBeInstanceOf<CompactJwt.Jws>()
            jws.header.toString() shouldBe """{"alg":"RS256"}"""
            jws.signingInput shouldBe "${encode("""{"alg":"RS256"}""")}.${encode("""{"sub":"alice"}""")}"
            jws.claims().toString() shouldBe """{"sub":"alice"}"""
            jws.signature shouldBe byteArrayOf(1, 0, 1)
        }

        test("five parts are an encrypted token") {
            val header = encode("""{"alg":"dir","enc":"A128GCM"}""")
            val jwe = CompactJwt.parse("$header..AQ.Ag.Aw").shouldBeInstanceOf<CompactJwt.Jwe>()
            jwe.authenticated shouldBe header
            jwe.encryptedKey shouldBe byteArrayOf()
            jwe.initializationVector shouldBe byteArrayOf(1)
            jwe.cipherText shouldBe byteArrayOf(2)
            jwe.authenticationTag shouldBe byteArrayOf(3)
        }

        context("anything else is neither") {
            listOf(
                "nothing" to "",
                "an opaque token" to "2YotnFZFEjr1zCsicMWpAA",
                "two parts" to jws().substringBeforeLast('.'),
                "four parts" to jws() + ".AQ",
                "six parts" to jws() + ".AQ.AQ.AQ",
                "dots" to "..",
                "a line break at the end" to jws() + "\n",
                "a space in front" to " " + jws(),
                "padding" to jws().replace("AQAB", "AQ=="),
                "stray bits" to jws().replace("AQAB", "AR"),
                "base64 of the other alphabet" to jws().replace("AQAB", "+/+/"),
                "a header that is no JSON" to jws(header = "alg"),
                "a header that is an array" to jws(header = """["alg"]"""),
                "a header without algorithm" to jws(header = "{}"),
                "an algorithm that is no string" to jws(header = """{"alg":1}"""),
                "two algorithms" to jws(header = """{"alg":"RS256","alg":"none"}"""),
                "two algorithms, one escaped" to jws(header = """{"alg":"RS256","\u0061lg":"none"}"""),
                "a header that is no UTF-8" to Base64Url.encode(byteArrayOf(0x7B, -1, 0x7D)) + ".e30.AQAB",
                "a header with a byte order mark" to jws(header = "\uFEFF{\"alg\":\"RS256\"}"),
                "a very deep header" to jws(header = """{"alg":"RS256","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}"""),
            ).forEach { (name, text) -> test(name) { CompactJwt.parse(text).shouldBeNull() } }
        }

        test("claims are a JSON object in UTF-8 whose names are unique") {
            fun claims(payload: String) = (CompactJwt.parse(jws(payload = payload)) as CompactJwt.Jws).claims()
            claims("{}").shouldNotBeNull()
            claims("").shouldBeNull()
            claims("[]").shouldBeNull()
            claims("\"sub\"").shouldBeNull()
            claims("""{"sub":"alice","sub":"bob"}""").shouldBeNull()
            val notUtf8 = "${encode("""{"alg":"RS256"}""")}.${Base64Url.encode(byteArrayOf(0x7B, -1, 0x7D))}.AQAB"
            (CompactJwt.parse(notUtf8) as CompactJwt.Jws).claims().shouldBeNull()
        }

        test("the longest token is looked at, a longer one is not") {
            val token = jws()
            val padding = CompactJwt.MAX_LENGTH - token.length
            val longest = token.replace("AQAB", "A".repeat(padding + 4))
            longest.length shouldBe CompactJwt.MAX_LENGTH
            CompactJwt.parse(longest).shouldNotBeNull()
            CompactJwt.parse("${longest}A").shouldBeNull()
            CompactJwt.parse("${longest.dropLast(4)}A").shouldNotBeNull()
        }
    })
