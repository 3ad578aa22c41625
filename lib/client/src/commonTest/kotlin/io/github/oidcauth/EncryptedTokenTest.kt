package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

class EncryptedTokenTest :
    FunSpec({
        val end = Instant.fromEpochSeconds(1_717_030_800)
        val encrypted = EncryptedToken("key-1", end, ByteArray(12) { it.toByte() }, ByteArray(20) { (it + 100).toByte() })
        val text =
            """{"sealed":1,"key_id":"key-1","expires":1717030800,""" +
                """"nonce":"AAECAwQFBgcICQoL","ciphertext":"ZGVmZ2hpamtsbW5vcHFyc3R1dnc"}"""

        test("it is written as documented, and read again") {
            encrypted.serialize() shouldBe text
            EncryptedToken.deserialize(text) shouldBe encrypted
        }

        test("an unknown expiry is written as the last second of the year 9999") {
            val endless = EncryptedToken("key-1", null, encrypted.nonce, encrypted.ciphertext)
            endless.toJson()["expires"] shouldBe JsonPrimitive(253_402_300_799)
            EncryptedToken.fromJson(endless.toJson()).expiresAt.shouldBeNull()
            EncryptedToken("k", Instant.DISTANT_FUTURE, encrypted.nonce, encrypted.ciphertext).expiresAt shouldBe
                Instant.fromEpochSeconds(253_402_300_798)
        }

        test("version, key, end and name are authenticated, each apart from the others") {
            val key = TokenKey.of("https://a\nb")
            encrypted.associatedData(key).decodeToString() shouldBe "oidc-auth sealed token 1\nkey-1\n1717030800\nhttps://a\nb"
        }

        test("the bytes it was made of, and gave away, are not its own") {
            val nonce = ByteArray(12)
            val kept = EncryptedToken("k", end, nonce, ByteArray(16))
            nonce[0] = 1
            kept.nonce[1] = 1
            kept.ciphertext[1] = 1
            kept shouldBe EncryptedToken("k", end, ByteArray(12), ByteArray(16))
        }

        test("each part tells two apart") {
            listOf(
                EncryptedToken("key-2", end, encrypted.nonce, encrypted.ciphertext),
                EncryptedToken("key-1", null, encrypted.nonce, encrypted.ciphertext),
                EncryptedToken("key-1", end, ByteArray(12), encrypted.ciphertext),
                EncryptedToken("key-1", end, encrypted.nonce, ByteArray(20)),
            ).forEach { it shouldNotBe encrypted }
        }

        test("printing shows which key, and no byte of the rest") {
            encrypted.toString() shouldBe "EncryptedToken(keyId=key-1, expiresAt=2024-05-30T01:00:00Z)"
        }

        test("sizes and names that cannot be are refused") {
            EncryptedToken("k", end, ByteArray(12), ByteArray(16))
            shouldThrow<IllegalArgumentException> { EncryptedToken("k", end, ByteArray(12), ByteArray(15)) }
            shouldThrow<IllegalArgumentException> { EncryptedToken("k", end, ByteArray(11), ByteArray(16)) }
            shouldThrow<IllegalArgumentException> { EncryptedToken("k", end, ByteArray(13), ByteArray(16)) }
            EncryptedToken("k".repeat(64), end, ByteArray(12), ByteArray(16))
            listOf("", "k".repeat(65), "a\nb", "a b").forEach {
                shouldThrow<IllegalArgumentException> { EncryptedToken(it, end, ByteArray(12), ByteArray(16)) }
            }
        }

        test("a text of another version is refused") {
            listOf(
                "[]",
                "{}",
                "no JSON",
                text.replace("\"sealed\":1", "\"sealed\":2"),
                text.replace("\"sealed\":1", "\"sealed\":\"1\""),
                text.replace("\"key-1\"", "7"),
                text.replace("\"key-1\"", "\"a b\""),
                text.replace("1717030800", "-1"),
                text.replace("1717030800", "253402300800"),
                text.replace("1717030800", "1e9"),
                text.replace("1717030800", "\"1717030800\""),
                text.replace("AAECAwQFBgcICQoL", "AAECAwQFBgcICQo"),
                text.replace("AAECAwQFBgcICQoL", "AAEC!wQFBgcICQoL"),
                text.replace("ZGVmZ2hpamtsbW5vcHFyc3R1dnc", "ZGVmZ2hpamtsbW5vcHFyc3R1dnc="),
                text.replace("ZGVmZ2hpamtsbW5vcHFyc3R1dnc", "ZGVmZ2hpamtsbW5vcHFyc3R1dnd"),
            ).forEach {
                shouldThrow<InvalidResponseException> { EncryptedToken.deserialize(it) }.message shouldNotContain "ZGVm"
            }
        }

        test("a readable token is told from an encrypted one of any version") {
            EncryptedToken.isEncrypted(encrypted.toJson()) shouldBe true
            EncryptedToken.isEncrypted(JsonObject(mapOf("sealed" to JsonNull))) shouldBe true
            EncryptedToken.isEncrypted(Token("access").toJson()) shouldBe false
            // Servers may send what they like along with a token.
            EncryptedToken.isEncrypted(JsonObject(Token("access").toJson() + encrypted.toJson())) shouldBe false
        }
    })
