package io.github.oidcauth.redis.internal

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

class KeyTextTest : FunSpec({
    val low = Char.MIN_LOW_SURROGATE
    val high = Char.MAX_HIGH_SURROGATE

    test("a text is UTF-8, and comes back") {
        listOf("", "https://h", "https://bücher.example/ü", "🔑", "a🔑b", "\u0000", "\ud7ff\ue000").forEach {
            KeyText.encode(it) shouldBe it.toByteArray(Charsets.UTF_8)
            KeyText.decode(KeyText.encode(it)) shouldBe it
        }
    }

    test("half a surrogate pair is like no other text, and comes back, wherever it stands") {
        val texts =
            listOf("$low", "$high", "a$high", "${high}b", "$low$high", "🔑$low", "$high🔑", "$high$high$low", "?", "\ufffd")
        texts.map { KeyText.encode(it).toList() }.toSet().size shouldBe texts.size
        texts.forEach { withClue(it) { KeyText.decode(KeyText.encode(it)) shouldBe it } }
        KeyText.encode("\ud800") shouldBe byteArrayOf(0xED.toByte(), 0xA0.toByte(), 0x80.toByte())
    }

    test("bytes that no text has are none, among them a pair that is written in halves, and half a half") {
        val pair = KeyText.encode("\ud83d") + KeyText.encode("\udd11")
        listOf(pair, byteArrayOf(-1), byteArrayOf('a'.code.toByte(), 0xC3.toByte()), KeyText.encode("$low").copyOf(2)).forEach {
            KeyText.decode(it).shouldBeNull()
        }
    }
})
