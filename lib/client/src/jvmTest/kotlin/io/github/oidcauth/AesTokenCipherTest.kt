package io.github.oidcauth

import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeUnique
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.util.HexFormat
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec
import kotlin.time.Instant

/** A key whose bytes are 0 to 31, in tests alone. */
private val KNOWN = TokenEncryptionKey.of(ByteArray(32) { it.toByte() })

class AesTokenCipherTest :
    FunSpec({
        val key = TokenKey.of("https://myapp.example.com")
        val end = Instant.fromEpochSeconds(1_717_030_800)
        val token =
            Token("access") {
                expiresAt = Instant.fromEpochSeconds(1_717_027_500)
                refreshToken = "refresh"
                refreshExpiresAt = end
            }
        val cipher = AesTokenCipher(TokenEncryptionKey.generate())

        test("a token comes back whole") {
            val full =
                token
                    .newBuilder()
                    .also {
                        it.tokenType = "DPoP"
                        it.idToken = "id"
                        it.scope = "openid é"
                        it.dpopKey = DPoPKey.generate()
                        it.extra = JsonObject(mapOf("more" to JsonPrimitive("\u0000ü")))
                    }.build()
            cipher.decrypt(key, cipher.encrypt(key, full)) shouldBe full
            cipher.decrypt(key, cipher.encrypt(key, Token("bare"))) shouldBe Token("bare")
        }

        test("a token that another AES-GCM made by the documentation is decrypted") {
            // Made with Python's `cryptography`: AESGCM(bytes(range(32))).encrypt(bytes(range(100, 112)), plaintext,
            // associated data).
            val encrypted =
                EncryptedToken.deserialize(
                    """{"sealed": 1, "key_id": "468e81aa13f0864c", "expires": 1717030800, "nonce": "ZGVmZ2hpamtsbW5v",
                    "ciphertext": "Mzm_BRqMJe1hFjCDvwtIx2CjZWnuH4BQi_PYJ5DGyxfgkDClbii5RpiSClqPYObtfiPojlIvMgrAwJvn2LGXvT286yL0OV5j-QqeK07-Xo0BFj0OhbfooK2URaxZP2wj6xfgGxgl5xvLire3x36a0hMcsSjxSokMgkm_k6nXZ7dXvaKKS081Jscd_vwRp5I9mfVwsbAX"}""",
                )
            AesTokenCipher(KNOWN).decrypt(key, encrypted) shouldBe token
        }

        test("no two encryptions are alike, of the same token either") {
            val encrypted = List(100) { cipher.encrypt(key, token) }
            encrypted.map { HexFormat.of().formatHex(it.nonce) }.shouldBeUnique()
            encrypted.map { HexFormat.of().formatHex(it.ciphertext) }.shouldBeUnique()
        }

        test("the end of the token stands outside: the later of its ends, or none") {
            cipher.encrypt(key, token).expiresAt shouldBe end
            cipher.encrypt(key, Token("a") { expiresAt = end }).expiresAt shouldBe end
            cipher.encrypt(key, Token("a")).expiresAt.shouldBeNull()
            val endless =
                Token("a") {
                    expiresAt = end
                    refreshToken = "r"
                }
            cipher.encrypt(key, endless).expiresAt.shouldBeNull()
        }

        test("a token of another entry is not opened") {
            val encrypted = cipher.encrypt(key, token)
            val elsewhere = TokenKey.of("https://other.example.com")
            shouldThrow<UnreadableTokenException> { cipher.decrypt(elsewhere, encrypted) }.message shouldContain elsewhere.value
        }

        test("a changed bit anywhere is found") {
            val encrypted = cipher.encrypt(key, token)
            repeat(encrypted.ciphertext.size * 8) { bit ->
                val changed =
                    EncryptedToken(encrypted.keyId, encrypted.expiresAt, encrypted.nonce, encrypted.ciphertext.flipped(bit))
                shouldThrow<UnreadableTokenException> { cipher.decrypt(key, changed) }
            }
            repeat(12 * 8) { bit ->
                val changed =
                    EncryptedToken(encrypted.keyId, encrypted.expiresAt, encrypted.nonce.flipped(bit), encrypted.ciphertext)
                shouldThrow<UnreadableTokenException> { cipher.decrypt(key, changed) }
            }
        }

        test("a token that was made to live longer, or shorter, is not opened") {
            val encrypted = cipher.encrypt(key, token)
            listOf(null, Instant.fromEpochSeconds(end.epochSeconds + 1), Instant.fromEpochSeconds(0)).forEach {
                val changed = EncryptedToken(encrypted.keyId, it, encrypted.nonce, encrypted.ciphertext)
                shouldThrow<UnreadableTokenException> { cipher.decrypt(key, changed) }
            }
        }

        test("a ciphertext that is cut is not opened") {
            val encrypted = cipher.encrypt(key, token)
            listOf(16, 17, encrypted.ciphertext.size - 1).forEach { size ->
                val cut = EncryptedToken(encrypted.keyId, encrypted.expiresAt, encrypted.nonce, encrypted.ciphertext.copyOf(size))
                shouldThrow<UnreadableTokenException> { cipher.decrypt(key, cut) }
            }
        }

        test("without the key it is told which key is missing") {
            val lost = TokenEncryptionKey.generate()
            val encrypted = AesTokenCipher(lost).encrypt(key, token)
            shouldThrow<UnreadableTokenException> { cipher.decrypt(key, encrypted) }.message shouldContain lost.id
        }

        test("after a change of keys, the old one opens and the new one encrypts") {
            val old = TokenEncryptionKey.generate()
            val new = TokenEncryptionKey.generate()
            val before = AesTokenCipher(old).encrypt(key, token)
            val both = AesTokenCipher(new, listOf(old))
            both.decrypt(key, before) shouldBe token
            both.encrypt(key, token).keyId shouldBe new.id
        }

        test("a token that is passed off as one of another key is not opened") {
            val old = TokenEncryptionKey.generate()
            val both = AesTokenCipher(TokenEncryptionKey.generate(), listOf(old))
            val encrypted = both.encrypt(key, token)
            val renamed = EncryptedToken(old.id, encrypted.expiresAt, encrypted.nonce, encrypted.ciphertext)
            shouldThrow<UnreadableTokenException> { both.decrypt(key, renamed) }
        }

        test("encrypted text that is not a token is refused, though it was made with the key") {
            listOf("{}", "[]", "no JSON", "{\"access_token\":7}", "").forEach { text ->
                val nonce = ByteArray(12)
                val aes = Cipher.getInstance("AES/GCM/NoPadding")
                aes.init(Cipher.ENCRYPT_MODE, SecretKeySpec(KNOWN.toBytes(), "AES"), GCMParameterSpec(128, nonce))
                aes.updateAAD(EncryptedToken.associatedData(KNOWN.id, end, key))
                val encrypted = EncryptedToken(KNOWN.id, end, nonce, aes.doFinal(text.encodeToByteArray()))
                shouldThrow<UnreadableTokenException> { AesTokenCipher(KNOWN).decrypt(key, encrypted) }
            }
        }

        test("a key has 256 bits, its own bytes, and an id that follows from them") {
            KNOWN.id shouldBe "468e81aa13f0864c"
            TokenEncryptionKey.of(KNOWN.toBytes()) shouldBe KNOWN
            TokenEncryptionKey.generate() shouldNotBe TokenEncryptionKey.generate()
            KNOWN.toBytes()[0] = 1
            KNOWN.toBytes()[0] shouldBe 0
            listOf(0, 16, 31, 33).forEach { size ->
                shouldThrow<IllegalArgumentException> { TokenEncryptionKey.of(ByteArray(size)) }
            }
        }

        test("neither keys nor ciphers print what is secret") {
            KNOWN.toString() shouldBe "TokenEncryptionKey(id=468e81aa13f0864c, ██)"
            AesTokenCipher(KNOWN).toString() shouldBe "AesTokenCipher(keys=[468e81aa13f0864c])"
            cipher.encrypt(key, token).serialize() shouldNotContain "refresh"
        }
    })

private fun ByteArray.flipped(bit: Int): ByteArray = copyOf().also {
    it[bit / 8] =
        (it[bit / 8].toInt() xor (1 shl bit % 8)).toByte()
}
