package io.github.oidcauth.internal.tokenfile.document

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class BareTokenTest : FunSpec({
    fun kindOf(text: String) = BareToken.kindOf(text.encodeToByteArray())

    val jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"

    test("a JWT is told by its form, signed or encrypted, with or without what stands around it") {
        listOf(
            jwt,
            "$jwt\n",
            "\uFEFF$jwt\r\n",
            "Bearer $jwt",
            "\"$jwt\"",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
            "eyJhbGciOiJkaXIifQ..a.b.c",
        ).forEach {
            withClue(it) { kindOf(it) shouldBe if (".." in it) "a token or another single word" else "a JWT" }
        }
        kindOf("eyJhbGciOiJkaXIifQ.a.b.c.d") shouldBe "a JWT"
    }

    test("a token of another form is one word of 20 letters") {
        kindOf("gho_16C7e42F292c6912E7710c838347Ae178B4a") shouldBe "a token or another single word"
        kindOf("a".repeat(20)) shouldBe "a token or another single word"
        kindOf("a".repeat(19)).shouldBeNull()
    }

    test("whatever else a file may have is none") {
        listOf(
            "",
            "{}",
            "{\"access_token\": \"$jwt\"}",
            "{$jwt",
            "$jwt $jwt",
            "$jwt\n$jwt",
            "access_token=$jwt",
            "a=b",
            "précieux".repeat(5),
            // Letters that are equal to i, s and k in another case.
            "a".repeat(20) + "\u0130",
            "a".repeat(20) + "\u017F",
            "a".repeat(20) + "\u212A",
        ).forEach {
            withClue(it) { kindOf(it).shouldBeNull() }
        }
        BareToken.kindOf(ByteArray(100)).shouldBeNull()
        kindOf("a".repeat((1 shl 20) + 1)).shouldBeNull()
    }

    test("the token is what is left without marks, blanks, quotes and the word Bearer") {
        fun textOf(text: String) = BareToken.textOf(text.encodeToByteArray())
        listOf(jwt, "$jwt\n", "\uFEFF$jwt\r\n", "Bearer $jwt", "bearer  $jwt", "\"$jwt\"").forEach {
            withClue(it) { textOf(it) shouldBe jwt }
        }
        textOf("DPoP $jwt").shouldBeNull()
        textOf("{}").shouldBeNull()
    }
})
