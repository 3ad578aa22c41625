// Tests EncryptedFormat, PlainFormat and TokenFormat.
package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

class EncryptedTokenFileTest :
    FunSpec({
        val a = TokenKey.forHost("https://a.example.com")
        val b = TokenKey.forHost("https://b.example.com")
        val token =
            Token("secret-access") {
                refreshToken = "secret-refresh"
                idToken = "secret-id"
            }

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun aes(key: TokenEncryptionKey = TokenEncryptionKey.generate()) = AesTokenCipher(key)

        test("nothing of a token but its end can be read in the file") {
            val files = files()
            files.store(cipher = aes()).put(a, token.newBuilder().also { it.expiresAt = files.clock.now() + 1.days }.build())
            files.text() shouldNotContain "secret"
            files.text() shouldNotContain "Bearer"
            val entry = Json.parseToJsonElement(files.text()).jsonObject.getValue(a.value).jsonObject
            entry.keys shouldBe setOf("token", "stored_at")
            entry.getValue("token").jsonObject.keys shouldBe setOf("sealed", "key_id", "expires", "nonce", "ciphertext")
        }

        test("in the directory of an application the file is its owner's alone, and so is the directory") {
            val directory = tempdir("store").toPath().toRealPath()
            val notices = mutableListOf<String>()
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"))
            val path = directory.resolve("encrypted.json")
            FileTokenStore(path, { notices += it }, SettableClock(), isOwnDirectory = true, cipher = aes()).put(a, token)
            Files.getPosixFilePermissions(directory) shouldBe PosixFilePermissions.fromString("rwx------")
            notices.single() shouldContain "Other users could look into the directory of the token file $path"
        }

        test("an application has one such file by each name, and none by that of the plain file") {
            fun named(name: String) = FileTokenStore.forApp("mine", name, StoreNotices.LOG, aes()).path
            named("a.json") shouldBe FileTokenStore.forApp("mine").path.resolveSibling("a.json")
            listOf("token-store.json", "a/b.json", "/b.json", "..", ".", "", " ").forEach {
                shouldThrow<IllegalArgumentException> { named(it) }
            }
        }

        test("each put encrypts anew") {
            val files = files()
            val store = files.store(cipher = aes())
            store.put(a, token)
            val first = files.text()
            store.put(a, token)
            files.text().nonce(a) shouldNotBe first.nonce(a)
        }

        test("an unchanged entry is decrypted once") {
            val files = files()
            val cipher = CountingCipher(aes())
            files.store(cipher = cipher).put(a, token)
            val store = files.store(cipher = cipher)
            val first = store.get(a)
            store.put(b, token)
            store.get(a) shouldBeSameInstanceAs first
            cipher.decrypted shouldBe 1
            store.put(a, Token("new"))
            store.get(a) shouldBe Token("new")
        }

        test("a stale entry is not replaced, and not decrypted for that") {
            val files = files()
            val cipher = CountingCipher(aes())
            val old = Token("old") { expiresAt = files.clock.now() + 100.seconds }
            files.store(cipher = cipher).put(a, old)
            files.clock += 1.days
            files.store(cipher = cipher).replace(a, old, Token("new")) shouldBe false
            cipher.decrypted shouldBe 0
        }

        test("another process with the same key reads it") {
            val files = files()
            val key = TokenEncryptionKey.generate()
            files.store(cipher = aes(key)).put(a, token)
            files.store(cipher = aes(key)).get(a) shouldBe token
        }

        test("with another key an entry is told of, not used, and kept when others are written") {
            val files = files()
            val lost = TokenEncryptionKey.generate()
            files.store(cipher = aes(lost)).put(a, token)
            val store = files.store(cipher = aes())
            store.get(a).shouldBeNull()
            store.get(a).shouldBeNull()
            store.entries().shouldBeEmpty()
            files.notices.single() shouldContain lost.id
            store.put(b, token)
            files.store(cipher = aes(lost)).get(a) shouldBe token
            files.backups().shouldBeEmpty()
        }

        test("before an entry of a lost key is replaced, the file is copied") {
            val files = files()
            val lost = TokenEncryptionKey.generate()
            files.store(cipher = aes(lost)).put(a, token)
            val before = files.text()
            val store = files.store(cipher = aes())
            store.put(a, Token("new"))
            store.get(a) shouldBe Token("new")
            files.backups().single().readText() shouldBe before
            files.mode(files.backups().single()) shouldBe "rw-------"
            store.put(a, Token("newer"))
            files.backups() shouldHaveSize 1
        }

        test("an entry that was put in the place of another is not used") {
            val files = files()
            val store = files.store(cipher = aes())
            store.put(a, token)
            store.put(b, Token("other"))
            val json = Json.parseToJsonElement(files.text()).jsonObject
            files.write(JsonObject(mapOf(a.value to json.getValue(b.value), b.value to json.getValue(a.value))).toString())
            store.get(a).shouldBeNull()
            store.get(b).shouldBeNull()
            files.notices shouldHaveSize 2
        }

        test("a changed end is found out") {
            val files = files()
            val store = files.store(cipher = aes())
            store.put(a, Token("a") { expiresAt = files.clock.now() + 100.seconds })
            files.write(files.text().replace(Regex("\"expires\": [0-9]+"), "\"expires\": 253402300799"))
            files.clock += 1.days
            store.get(a).shouldBeNull()
            files.notices.single() shouldContain "changed"
        }

        test("the entries of a damaged file that can still be read are rescued and named, with the key or without") {
            val files = files()
            val cipher = aes()
            val store = files.store(cipher = cipher)
            store.put(a, token)
            store.put(b, Token("b"))
            files.write(files.text().dropLast(3))
            files.store().keys().shouldBeEmpty()
            files.notices.single() shouldContain "$a"
            files.store(cipher = cipher).get(a) shouldBe token
            store.get(b).shouldBeNull()
        }

        test("a damaged entry costs that entry, and is copied before it is replaced") {
            val files = files()
            val store = files.store(cipher = aes())
            store.put(a, token)
            store.put(b, token)
            val json = Json.parseToJsonElement(files.text()).jsonObject
            val odd = JsonObject(mapOf("token" to JsonObject(mapOf("sealed" to JsonPrimitive(2)))))
            files.write(JsonObject(json + (a.value to odd)).toString())
            store.get(a).shouldBeNull()
            store.get(b) shouldBe token
            store.put(a, token)
            files.backups() shouldHaveSize 1
        }

        test("a token that is not encrypted is neither used nor listed, and a put leaves none of it") {
            val files = files()
            files.store().put(a, Token("plain-secret"))
            val store = files.store(cipher = aes())
            store.get(a).shouldBeNull()
            store.keys().shouldBeEmpty()
            store.entries().shouldBeEmpty()
            files.notices.single() shouldContain "not encrypted"
            store.put(a, token)
            files.text() shouldNotContain "plain-secret"
            files.backups().shouldBeEmpty()
            store.get(a) shouldBe token
        }

        test("without a cipher an encrypted entry is refused, kept, and can be removed") {
            val files = files()
            val cipher = aes()
            files.store(cipher = cipher).put(a, token)
            val store = files.store()
            shouldThrow<StoreException> { store.get(a) }.message shouldContain "encrypted"
            shouldThrow<StoreException> { store.put(a, Token("new")) }
            store.keys().shouldBeEmpty()
            store.entries().shouldBeEmpty()
            store.put(b, Token("plain"))
            files.store(cipher = cipher).get(a) shouldBe token
            store.remove(a) shouldBe true
            store.get(a).shouldBeNull()
        }

        test("without a cipher stale encrypted entries are dropped by the next write, and others are not") {
            val files = files()
            val cipher = aes()
            val encrypted = files.store(cipher = cipher)
            encrypted.put(a, Token("a") { expiresAt = files.clock.now() + 100.seconds })
            encrypted.put(b, token)
            files.clock += 70.seconds
            files.store().put(TokenKey.of("c"), Token("plain"))
            files.text() shouldNotContain a.value
            encrypted.get(b) shouldBe token
        }

        test("keys are listed without a key to read the tokens") {
            val files = files()
            files.store(cipher = aes()).put(a, token)
            files.store(cipher = LockedCipher).keys() shouldBe setOf(a)
            shouldThrow<StoreException> { files.store(cipher = LockedCipher).get(a) }.message shouldBe "locked"
        }

        test("where no key is to be had, nothing is changed") {
            val files = files()
            files.store(cipher = aes()).put(a, token)
            val before = files.text()
            shouldThrow<StoreException> { files.store(cipher = LockedCipher).put(a, Token("new")) }
            shouldThrow<StoreException> { files.store(cipher = LockedCipher).put(b, Token("new")) }
            files.text() shouldBe before
            files.backups().shouldBeEmpty()
        }

        test("a single token is refused") {
            val files = files()
            val text = Token("single").serialize()
            files.write(text)
            val store = files.store(cipher = aes())
            shouldThrow<StoreException> { store.get(a) }.message shouldContain "not encrypted"
            shouldThrow<StoreException> { store.put(a, token) }
            files.text() shouldBe text
        }

        test("stores of the same file are equal when their ciphers are") {
            val files = files()
            val cipher = aes()
            files.store(cipher = cipher) shouldBe files.store(cipher = cipher)
            files.store(cipher = cipher) shouldNotBe files.store(cipher = aes())
            files.store(cipher = cipher) shouldNotBe files.store()
        }

        test("tokens move from a plain file to an encrypted one, and back") {
            val files = files()
            val plain = files.store()
            val encrypted = files.store(files.directory.resolve("encrypted.json"), cipher = aes())
            plain.put(a, token)
            plain.put(b, Token("b"))
            plain.moveTo(encrypted) shouldBe setOf(a, b)
            plain.keys().shouldBeEmpty()
            files.text() shouldNotContain "secret"
            encrypted.get(a) shouldBe token
            encrypted.moveTo(plain) shouldBe setOf(a, b)
            encrypted.keys().shouldBeEmpty()
            plain.get(a) shouldBe token
        }

        test("tokens are not moved within one file, however it is named, and nothing in it is changed by trying") {
            val files = files()
            val cipher = aes()
            val plain = files.store()
            val encrypted = files.store(files.directory.resolve(".").resolve("token-store.json"), cipher = cipher)
            plain.put(a, token)
            var before = files.text()
            shouldThrow<StoreException> { plain.moveTo(FileTokenStore(files.path) { }) }.message shouldContain "same place"
            shouldThrow<StoreException> { plain.moveTo(encrypted) }.message shouldContain "Nothing was changed"
            files.text() shouldBe before
            files.notices.shouldBeEmpty()
            plain.remove(a)
            encrypted.put(a, token)
            before = files.text()
            shouldThrow<StoreException> { encrypted.moveTo(plain) }.message shouldContain "same place"
            files.text() shouldBe before
            encrypted.get(a) shouldBe token
        }
    })

private fun String.nonce(key: TokenKey): String =
    Json.parseToJsonElement(
        this,
    ).jsonObject.getValue(key.value).jsonObject.getValue("token").jsonObject.getValue("nonce").toString()

private class CountingCipher(
    private val cipher: TokenCipher,
) : TokenCipher by cipher {
    var decrypted = 0

    override suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token = cipher.decrypt(key, encrypted).also { decrypted++ }
}

private object LockedCipher : TokenCipher {
    override suspend fun encrypt(
        key: TokenKey,
        token: Token,
    ): EncryptedToken = throw StoreException("locked")

    override suspend fun decrypt(
        key: TokenKey,
        encrypted: EncryptedToken,
    ): Token = throw StoreException("locked")
}
