// Tests StaleEntries.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenFiles
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.tokenfile.locks.FileLocks
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.runBlocking
import java.nio.file.Files
import java.nio.file.attribute.PosixFilePermissions
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** Old tokens leave the file, although nobody writes. */
class StaleEntriesTest :
    FunSpec({
        val old = TokenKey.of("https://old.example")
        val other = TokenKey.of("https://other.example")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        /** A file with a token that becomes stale in 70 seconds, and one that does not, in which others wrote before. */
        suspend fun TokenFiles.prepared(): FileTokenStore {
            store().put(old, Token("old-secret") { expiresAt = clock.now() + 100.seconds })
            store().put(other, Token("other-secret"))
            return store()
        }

        val readings =
            mapOf<String, suspend FileTokenStore.() -> Any?>(
                "the stale token itself" to { get(old) },
                "another token" to { get(other) },
                "the keys" to { keys() },
                "the entries" to { entries() },
            )
        readings.forEach { (what, read) ->
            test("a process that only reads, here $what, leaves no stale token in the file") {
                val files = files()
                val store = files.prepared()
                files.clock += 70.seconds - 1.milliseconds
                store.read()
                files.text() shouldContain "old-secret"
                files.clock += 1.milliseconds
                store.read()
                files.text() shouldNotContain "old-secret"
                store.get(old).shouldBeNull()
                store.get(other) shouldBe Token("other-secret")
                files.notices.shouldBeEmpty()
            }
        }

        test("an encrypted entry leaves by its expiry, which needs no key") {
            val files = files()
            val mine = AesTokenCipher(TokenEncryptionKey.generate())
            files.store(cipher = mine).put(old, Token("old") { expiresAt = files.clock.now() + 1.days })
            val reader = files.store(cipher = AesTokenCipher(TokenEncryptionKey.generate()))
            files.clock += 1.days
            reader.keys().shouldBeEmpty()
            files.text() shouldNotContain "old.example"
        }

        test("a file that its owner may not write is read as before, and stays as it is") {
            val files = files()
            val store = files.prepared()
            Files.setPosixFilePermissions(files.path, PosixFilePermissions.fromString("r--------"))
            files.clock += 70.seconds
            store.get(other) shouldBe Token("other-secret")
            store.keys() shouldBe setOf(other)
            files.text() shouldContain "old-secret"
            files.notices.shouldBeEmpty()
            shouldThrow<StoreException> { store.removeStale() }
        }

        test("reading does not wait while another process writes, and removes it the next time, after a minute") {
            val files = files()
            val store = files.prepared()
            files.clock += 70.seconds
            FileLocks.ifFree(files.path.resolveSibling("token-store.json.lock")) {
                runBlocking { store.get(other) } shouldBe Token("other-secret")
                files.text() shouldContain "old-secret"
            }
            store.get(other)
            files.text() shouldContain "old-secret"
            // Another store of the same file has not tried yet.
            files.store().get(other)
            files.text() shouldNotContain "old-secret"
        }

        test("a file of more than 100 entries is not parsed as a whole for one token; listing it does") {
            val files = files()
            val store = files.prepared()
            repeat(99) { store.put(TokenKey.of("https://h$it.example"), Token("a")) }
            files.clock += 70.seconds
            files.store().get(other) shouldBe Token("other-secret")
            ("old-secret" in files.text()) shouldBe true
            files.store().keys().size shouldBe 100
            ("old-secret" in files.text()) shouldBe false
        }

        test("a token that was replaced in time is no reason to write the file when its old expiry has come") {
            val files = files()
            val store = files.prepared()
            store.put(old, Token("new-secret") { expiresAt = files.clock.now() + 1.days })
            val written = Files.getLastModifiedTime(files.path)
            files.clock += 100.seconds
            store.get(other)
            store.keys()
            Files.getLastModifiedTime(files.path) shouldBe written
        }

        test("a single token stays, although it is stale: its file is the user's") {
            val files = files()
            files.write("""{"access_token": "old-secret", "expires": 1, "host": "https://old.example"}""")
            val store = files.store()
            store.get(old).shouldBeNull()
            store.removeStale() shouldBe 0
            files.text() shouldContain "old-secret"
        }

        test("who asks for it is told how many were removed, at once and however many there are") {
            val files = files()
            val store = files.prepared()
            store.removeStale() shouldBe 0
            store.put(TokenKey.of("https://third.example"), Token("third-secret") { expiresAt = files.clock.now() + 80.seconds })
            files.clock += 70.seconds
            store.removeStale() shouldBe 2
            files.text() shouldNotContain "old-secret"
            files.text() shouldContain "other-secret"
            files.store(files.directory.resolve("missing.json")).removeStale() shouldBe 0
            files.names().contains("missing.json") shouldBe false
        }

        test("members of the file that are no entries, and damaged entries, stay") {
            val files = files()
            files.write(
                """{"version": 3, "https://bad.example": {"token": 5}, "https://old.example": {"token": {"access_token": "x", "expires": 5}}}""",
            )
            files.store().removeStale() shouldBe 1
            listOf("version", "bad.example").forEach { files.text() shouldContain it }
        }
    })
