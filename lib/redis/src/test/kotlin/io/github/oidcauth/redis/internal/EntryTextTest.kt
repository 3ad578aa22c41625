package io.github.oidcauth.redis.internal

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenKey
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Instant

class EntryTextTest : FunSpec({
    val key = TokenKey.of("https://h")
    val now = Instant.parse("2026-06-01T12:00:00Z")
    val token =
        Token("secret-access") {
            refreshToken = "secret-refresh"
            expiresAt = now
        }
    val plain = EntryText(null)
    val encrypted = EntryText(AesTokenCipher(TokenEncryptionKey.generate()))

    test("a token comes back, with the time when it was stored") {
        listOf(plain, encrypted).forEach { text ->
            val read = text.read(key, text.write(key, token, now, 1)).shouldBeInstanceOf<EntryText.Read.Found>()
            read.token shouldBe token
            read.storedAt shouldBe now
        }
    }

    test("an entry that is encrypted shows no secret") {
        encrypted.write(key, token, now, 1) shouldNotContain "secret"
    }

    test("an encrypted entry is that of its key alone, and of who has its encryption key") {
        val entry = encrypted.write(key, token, now, 1)
        encrypted.read(TokenKey.of("https://other"), entry).shouldBeInstanceOf<EntryText.Read.Damaged>()
        EntryText(AesTokenCipher(TokenEncryptionKey.generate())).read(key, entry).shouldBeInstanceOf<EntryText.Read.Damaged>()
        plain.read(key, entry).shouldBeInstanceOf<EntryText.Read.Damaged>().reason shouldContain "no key"
    }

    test("a store with encryption does not use an unencrypted entry") {
        encrypted.read(key, plain.write(key, token, now, 1)).shouldBeInstanceOf<EntryText.Read.Damaged>().reason shouldContain
            "not encrypted"
    }

    test("an entry ends with the number of the claim that it was written by, where the scripts look for it") {
        plain.write(key, token, now, 1_780_315_200_000_000) shouldEndWith ""","claim":1780315200000000}"""
        encrypted.write(key, token, now, 7) shouldEndWith ""","claim":7}"""
    }

    test("whatever else is there is damaged, and its reason repeats no value") {
        listOf(
            "",
            "hunter2",
            "[]",
            "{}",
            """{"token":"hunter2"}""",
            """{"token":{}}""",
            """{"token":{"access_token":7}}""",
            """{"token":{"access_token":"hunter2","expires":"hunter2"}}""",
            """{"token":{"sealed":2,"key_id":"hunter2"}}""",
            "[".repeat(100_000),
        ).forEach { text ->
            withClue(text.take(100)) {
                listOf(plain, encrypted).forEach {
                    it.read(key, text).shouldBeInstanceOf<EntryText.Read.Damaged>().reason shouldNotContain "hunter2"
                }
            }
        }
    }

    test("100 levels are read and more are not; brackets in a string are no levels") {
        fun nested(levels: Int) = """{"token":{"access_token":"a","x":${"[".repeat(levels - 2)}${"]".repeat(levels - 2)}}}"""
        plain.read(key, nested(100)).shouldBeInstanceOf<EntryText.Read.Found>()
        plain.read(key, nested(101)).shouldBeInstanceOf<EntryText.Read.Damaged>()
        plain.read(key, nested(100_000)).shouldBeInstanceOf<EntryText.Read.Damaged>()
        val brackets = Token("[".repeat(200) + "\"\\{".repeat(200))
        plain.read(key, plain.write(key, brackets, now, 1)).shouldBeInstanceOf<EntryText.Read.Found>().token shouldBe brackets
    }

    test("a time that is none is not known, and costs nothing else") {
        listOf("\"now\"", "-1", "1e300", "9999999999999999999999", "null", "{}").forEach { time ->
            val read = plain.read(key, """{"token":{"access_token":"a"},"stored_at":$time}""")
            withClue(time) { read.shouldBeInstanceOf<EntryText.Read.Found>().storedAt.shouldBeNull() }
        }
    }
})
