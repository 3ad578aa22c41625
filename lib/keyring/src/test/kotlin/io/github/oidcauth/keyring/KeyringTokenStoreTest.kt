// Tests KeyringCipher.
package io.github.oidcauth.keyring

import io.github.oidcauth.HomePath
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenKey
import io.github.oidcauth.keyring.internal.KeyringKeys
import io.github.oidcauth.moveTo
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import java.nio.file.Path
import java.util.Base64
import java.util.concurrent.Callable
import java.util.concurrent.CountDownLatch
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.TimeUnit
import kotlin.io.path.exists
import kotlin.io.path.readText

class KeyringTokenStoreTest :
    FunSpec({
        val a = TokenKey.forHost("https://a.example.com")
        val b = TokenKey.forHost("https://b.example.com")
        val token = Token("secret-access") { refreshToken = "secret-refresh" }

        fun files() = KeyringFiles(tempdir("keyring").toPath().toRealPath())

        test("the first token makes a key, which the keyring has under its id and as the current one") {
            val keyring = FakeKeyring()
            val files = files()
            val store = files.store(keyring)
            store.get(a).shouldBeNull()
            store.keys().shouldBeEmpty()
            keyring.accounts.shouldBeEmpty()
            store.put(a, token)
            val id = (keyring.accounts - "current").single()
            files.text() shouldContain id
            keyring.text("current") shouldBe keyring.text(id)
            files.text() shouldNotContain "secret"
            files.text() shouldNotContain keyring.text(id).shouldNotBeNull()
        }

        test("a first ~ in its paths is the home directory, so that one file is not both the encrypted and the plain one") {
            val builder = KeyringTokenStore.Builder(Path.of("~/tokens.json"))
            builder.build().path shouldBe HomePath.of("~/tokens.json")
            shouldThrow<IllegalArgumentException> { builder.plainFile(HomePath.of("~/tokens.json")).build() }
        }

        test("another process reads it with the key from the keyring, and asks once") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).put(a, token)
            val other = files.store(keyring)
            val before = keyring.reads
            repeat(3) { other.get(a) shouldBe token }
            keyring.reads shouldBe before + 1
        }

        test("many who start at once have one key, and ask the keyring one after the other") {
            val keyring = FakeKeyring()
            val files = files()
            val store = files.store(keyring)
            withContext(Dispatchers.Default) {
                (1..20).map { async { store.put(TokenKey.of("https://h$it"), token) } }.awaitAll()
            }
            keyring.accounts shouldHaveSize 2
            files.store(keyring).entries() shouldHaveSize 20
        }

        test("two processes that make the first key at the same time lose nothing by it") {
            val keyring = FakeKeyring()
            val files = files()
            val first = KeyringKeys(keyring)
            val second = KeyringKeys(keyring)
            first.current()
            keyring.lose("current")
            second.current() shouldNotBe first.current()
            files.store(keyring, first).put(a, token)
            files.store(keyring, second).put(b, token)
            files.store(keyring).entries() shouldHaveSize 2
            files.store(keyring, first).get(b) shouldBe token
            files.notices.shouldBeEmpty()
        }

        test("of two processes that make the first key at the same time, the one that names it last has made it for both") {
            val keyring = FakeKeyring()
            val files = files()
            val other = TokenEncryptionKey.generate()
            val text = Base64.getUrlEncoder().withoutPadding().encode(other.toBytes())
            keyring.afterWrite = { item ->
                if (item.account == "current") {
                    keyring.put(other.id, text)
                    keyring.put("current", text)
                }
            }
            files.store(keyring).put(a, token)
            files.text() shouldContain other.id
            keyring.afterWrite = {}
            files.store(keyring).get(a) shouldBe token
        }

        test("a change of keys can be waited for in a pool without taking its last thread") {
            val keyring = FakeKeyring()
            val files = files()
            val store = files.store(keyring)
            store.put(a, token)
            val pool = ForkJoinPool(1)
            try {
                // Done by the thread that takes the place of the one that waits.
                keyring.afterWrite = {
                    val done = CountDownLatch(1)
                    pool.execute { done.countDown() }
                    check(done.await(20, TimeUnit.SECONDS)) { "Nobody took the place of the thread that waits." }
                }
                pool.submit(Callable { store.rotateKeyBlocking() }).get(1, TimeUnit.MINUTES) shouldBe 1
                KeyringTokenStore::class.java.getMethod("rotateKey").isSynthetic shouldBe false
            } finally {
                pool.shutdownNow()
            }
        }

        test("without a keyring it is said what to install, and nothing is written in the clear") {
            val keyring = FakeKeyring().apply { fault = FakeKeyring.NONE }
            val files = files()
            val store = files.store(keyring)
            shouldThrow<StoreException> { store.put(a, token) }.message shouldBe
                "There is no keyring for the key of the token store. The library x cannot be loaded. Install x."
            files.path.exists() shouldBe false
        }

        test("a locked keyring is no empty one: no key is made, and nothing is changed") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).put(a, token)
            val before = files.text()
            val accounts = keyring.accounts
            keyring.fault = FakeKeyring.LOCKED
            val store = files.store(keyring)
            shouldThrow<StoreException> { store.get(a) }.message shouldContain "locked"
            shouldThrow<StoreException> { store.put(a, token) }
            shouldThrow<StoreException> { store.put(b, token) }
            store.keys() shouldBe setOf(a)
            files.text() shouldBe before
            keyring.accounts shouldBe accounts
            keyring.fault = null
            store.get(a) shouldBe token
            files.backups().shouldBeEmpty()
        }

        test("a keyring that fails is told as that") {
            val keyring = FakeKeyring().apply { fault = FakeKeyring.FAILED }
            shouldThrow<StoreException> { files().store(keyring).put(a, token) }.message shouldContain "on fire"
        }

        test("entries can be removed, one or all, while the keyring is locked") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).run {
                put(a, token)
                put(b, token)
            }
            keyring.fault = FakeKeyring.LOCKED
            val store = files.store(keyring)
            store.remove(a) shouldBe true
            store.keys() shouldBe setOf(b)
            store.clear()
            store.keys().shouldBeEmpty()
        }

        test("a lost key is told of, its entries stay, and come back with it") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).put(a, token)
            val id = (keyring.accounts - "current").single()
            val secret = keyring.text(id).shouldNotBeNull().encodeToByteArray()
            keyring.lose(id)
            keyring.lose("current")
            val store = files.store(keyring)
            store.get(a).shouldBeNull()
            files.notices.single() shouldContain id
            store.put(b, token)
            store.get(b) shouldBe token
            keyring.put(id, secret)
            files.store(keyring).get(a) shouldBe token
            files.backups().shouldBeEmpty()
        }

        test("the file is copied before an entry of a lost key is replaced") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).put(a, token)
            val before = files.text()
            keyring.accounts.forEach(keyring::lose)
            val store = files.store(keyring)
            store.put(a, Token("new"))
            store.get(a) shouldBe Token("new")
            files.backups().single().readText() shouldBe before
        }

        test("an entry that is not a key is not used, and not replaced") {
            for (text in listOf("", "no base64!", "AAAA", "A".repeat(44))) {
                val keyring = FakeKeyring().apply { put("current", text.encodeToByteArray()) }
                shouldThrow<StoreException> { files().store(keyring).put(a, token) }.message shouldContain "oidc-auth/current"
                keyring.text("current") shouldBe text
            }
        }

        test("the key of another id is not taken for the one that is looked for") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).put(a, token)
            val id = (keyring.accounts - "current").single()
            KeyringKeys(keyring).rotate()
            keyring.put(id, keyring.text("current").shouldNotBeNull().encodeToByteArray())
            files.store(keyring).get(a).shouldBeNull()
            files.notices.single() shouldContain id
        }

        test("after a change of keys everything is encrypted with the new one, and older processes read it") {
            val keyring = FakeKeyring()
            val files = files()
            val older = files.store(keyring)
            older.put(a, token)
            older.put(b, token)
            val id = (keyring.accounts - "current").single()
            val store = files.store(keyring)
            store.rotateKey() shouldBe 2
            files.text() shouldNotContain id
            keyring.accounts shouldHaveSize 3
            older.get(a) shouldBe token
            older.put(b, Token("by the older one"))
            store.get(b) shouldBe Token("by the older one")
        }

        test("a change of keys leaves alone what it cannot read") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring).put(a, token)
            val lost = (keyring.accounts - "current").single()
            keyring.accounts.forEach(keyring::lose)
            val store = files.store(keyring)
            store.put(b, token)
            store.rotateKey() shouldBe 1
            files.text() shouldContain lost
        }

        test("where the keyring cannot be written, a change of keys changes nothing") {
            val keyring = FakeKeyring()
            val files = files()
            val store = files.store(keyring)
            store.put(a, token)
            val before = files.text()
            keyring.fault = FakeKeyring.LOCKED
            shouldThrow<StoreException> { store.rotateKey() }
            files.text() shouldBe before
        }

        test("only when it is asked for, tokens are kept unencrypted without a keyring, and that is told once") {
            val keyring = FakeKeyring().apply { fault = FakeKeyring.NONE }
            val files = files()
            val store = files.store(keyring, orPlain = true)
            store.put(a, token)
            store.put(b, token)
            store.get(a) shouldBe token
            store.withLock(a) { store.keys() } shouldBe setOf(a, b)
            files.notices.single() shouldContain "unencrypted"
            files.notices.single() shouldContain "Install x."
            files.plain().get(a) shouldBe token
            files.path.exists() shouldBe false
        }

        test("with a keyring nothing is kept unencrypted, even when it was asked for") {
            val keyring = FakeKeyring()
            val files = files()
            files.store(keyring, orPlain = true).put(a, token)
            files.plainPath.exists() shouldBe false
            files.store(keyring, orPlain = true).get(a) shouldBe token
        }

        test("a locked keyring is no reason to keep tokens unencrypted") {
            val keyring = FakeKeyring().apply { fault = FakeKeyring.LOCKED }
            val files = files()
            val store = files.store(keyring, orPlain = true)
            shouldThrow<StoreException> { store.put(a, token) }
            files.plainPath.exists() shouldBe false
            keyring.fault = null
            store.put(a, token)
            files.plainPath.exists() shouldBe false
            files.text() shouldNotContain "secret"
        }

        test("tokens move from the plain file and back") {
            val keyring = FakeKeyring()
            val files = files()
            files.plain().put(a, token)
            files.plain().moveTo(files.store(keyring)) shouldBe setOf(a)
            files.plainPath.readText() shouldNotContain "secret"
            files.store(keyring).get(a) shouldBe token
            files.store(keyring).moveTo(files.plain()) shouldBe setOf(a)
            files.plain().get(a) shouldBe token
            files.store(keyring).keys().shouldBeEmpty()
        }

        test("tokens are not moved within one file, and the keyring is not even asked") {
            val keyring = FakeKeyring()
            val files = files()
            files.plain().put(a, token)
            val before = files.plainPath.readText()
            val store = files.store(keyring, path = files.plainPath)
            shouldThrow<StoreException> { files.plain().moveTo(store) }.message shouldContain "same place"
            shouldThrow<StoreException> { store.moveTo(files.plain()) }.message shouldContain "Nothing was changed"
            files.plainPath.readText() shouldBe before
            keyring.accounts.shouldBeEmpty()
        }

        test("where the plain file takes the place of the encrypted one, that is found out, and no token is lost") {
            val files = files()
            files.plain().put(a, token)
            val store = files.store(FakeKeyring().apply { fault = FakeKeyring.NONE }, orPlain = true)
            shouldThrow<StoreException> { files.plain().moveTo(store) }.message shouldContain "same place"
            shouldThrow<StoreException> { store.moveTo(files.plain()) }.message shouldContain "same place"
            files.plain().get(a) shouldBe token
        }

        test("stores of the same file and keyring are equal") {
            val keys = KeyringKeys(FakeKeyring())
            val files = files()
            files.store(keys.keyring, keys) shouldBe files.store(keys.keyring, keys)
            files.store(keys.keyring, keys) shouldNotBe files.store(keys.keyring, keys, orPlain = true)
            files.store(keys.keyring, keys) shouldNotBe files.store(keys.keyring)
            files.store(keys.keyring, keys) shouldNotBe files.store(keys.keyring, keys, path = files.plainPath)
        }

        test("no key is printed") {
            val keyring = FakeKeyring()
            val files = files()
            val keys = KeyringKeys(keyring)
            val store = files.store(keyring, keys)
            store.put(a, token)
            val secret = keyring.text("current").shouldNotBeNull()
            listOf(store, keys, keys.current()).forEach { it.toString() shouldNotContain secret }
            store.toString() shouldBe "KeyringTokenStore(${files.path})"
        }
    })
