package io.github.oidcauth

import io.github.oidcauth.internal.files.AtomicWriter
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.longs.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.io.path.fileSize
import kotlin.io.path.outputStream
import kotlin.time.Duration.Companion.hours

/** Files as large as they may be, or larger: whose entries they are is not the fault of others. */
class LargeTokenFileTest :
    FunSpec({
        val key = TokenKey.of("https://h")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun padded(
            name: String,
            bytes: Int,
        ) = Token(name) { extra = JsonObject(mapOf("padding" to JsonPrimitive("p".repeat(bytes)))) }

        /** A store with the token `kept` of [key], and entries of others that make it [size] bytes long, each of [each]. */
        fun fill(
            files: TokenFiles,
            size: Int,
            each: Int = 2_000,
            ends: Long = 4_000_000_000,
        ) {
            files.write("{}")
            files.path.outputStream().buffered().use { output ->
                fun entry(
                    name: String,
                    token: String,
                    ends: Long,
                ) = """  "$name": {
    "token": {
      "access_token": "$token",
      "expires": $ends
    },
    "stored_at": 1717027200.0
  }"""
                val bytes = entry("https://h", "kept", 4_000_000_000).length
                var left = size - 4 - bytes
                output.write(("{\n" + entry("https://h", "kept", 4_000_000_000)).toByteArray())
                var number = 0
                while (left > 0) {
                    val bare = entry("https://other${number++}", "", ends).length + 2
                    val length = if (left < 2 * each + bare) left - bare else each
                    output.write((",\n" + entry("https://other${number - 1}", "x".repeat(length), ends)).toByteArray())
                    left -= bare + length
                }
                output.write("\n}".toByteArray())
            }
            files.path.fileSize() shouldBe size.toLong()
        }

        test("a file that is full is read, and what is in it is replaced and refreshed, but no new entry makes it larger") {
            val files = files()
            fill(files, FULL)
            val store = files.store()
            store.get(key)?.accessToken shouldBe "kept"
            val new = TokenKey.of("https://new")
            shouldThrow<StoreException> { store.put(new, Token("new")) }.message shouldContain "is full"
            shouldThrow<StoreException> { store.withLock(new) { error("must not run") } }.message shouldContain "is full"
            store.get(new).shouldBeNull()
            store.withLock(key) { store.put(key, padded("refreshed", 200_000)) }
            files.path.fileSize() shouldBeGreaterThan FULL.toLong()
            store.get(key)?.accessToken shouldBe "refreshed"
            // Larger than that, it is what it was to others.
            files.store().get(TokenKey.of("https://other7"))?.accessToken shouldBe "x".repeat(2_000)
            files.store().put(TokenKey.of("https://other7"), Token("shorter"))
            files.store().remove(TokenKey.of("https://other8")) shouldBe true
        }

        test("a file takes new entries up to its size, to the byte") {
            val files = files()
            val store = files.store()
            store.put(TokenKey.of("https://new"), Token("new"))
            val before = files.path.fileSize().toInt()
            store.remove(TokenKey.of("https://new"))
            // Its two brackets and line end stand for themselves.
            listOf(0 to true, 1 to false).forEach { (more, isTaken) ->
                fill(files, FULL - before + 2 + more)
                val put = suspend { files.store().put(TokenKey.of("https://new"), Token("new")) }
                if (isTaken) put() else shouldThrow<StoreException> { put() }
                files.path.fileSize() shouldBe if (isTaken) FULL.toLong() else (FULL - before + 3).toLong()
            }
        }

        test("stale entries are no reason to refuse a refresh or a new entry") {
            val files = files()
            fill(files, FULL, ends = (files.clock.now() + 1.hours).epochSeconds)
            files.clock += 2.hours
            val new = TokenKey.of("https://new")
            files.store().withLock(new) { files.store().put(new, Token("new")) }
            files.store().keys() shouldBe setOf(key, new)
        }

        test(
            "a file without space for the largest token is detected before the lock is given, by its limit and by the disk",
        ) {
            val files = files()
            fill(files, (32 shl 20) - 300_000)
            shouldThrow<StoreException> { files.store().withLock(key) { error("must not run") } }.message shouldContain "is full"
            files.store().get(key)?.accessToken shouldBe "kept"
            fill(files, 1_000_000)
            var written = 0L
            val disk = AtomicWriter { channel, bytes -> written += channel.write(bytes) }
            files.store(writer = disk).withLock(key) { written shouldBe 1_000_000L + TokenSizeLimit.BYTES * 3 / 2 }
        }

        test("the largest token fits into the tested space when it is encrypted") {
            val files = files()
            val store = files.store(cipher = AesTokenCipher(TokenEncryptionKey.generate()))
            store.put(key, padded("a", TokenSizeLimit.BYTES - 2_000))
            shouldBeWithin(files.path.fileSize(), TokenSizeLimit.BYTES * 3L / 2)
        }

        test("a token that is too large is refused, whatever the store, and the one before stays") {
            val files = files()
            val cipher = AesTokenCipher(TokenEncryptionKey.generate())
            listOf(
                files.store(),
                files.store(files.directory.resolve("encrypted"), cipher = cipher),
                InMemoryTokenStore(files.clock),
            ).forEach {
                it.put(key, Token("kept"))
                shouldThrow<StoreException> { it.put(key, padded("large", TokenSizeLimit.BYTES)) }.message shouldContain "at most"
                shouldThrow<StoreException> { it.replace(key, Token("kept"), padded("large", TokenSizeLimit.BYTES)) }
                it.get(key) shouldBe Token("kept")
            }
        }

        test("a full file is read, written and locked in a heap of twice its size") {
            val files = files()
            fill(files, FULL)
            val said = ChildProcess.start("try", files.path, options = listOf("-Xmx32m")).finish()
            said.lines().filter { it.startsWith("ok: ") } shouldHaveSize 3
        }

        test(
            "a bare token in an application's own directory is neither used nor changed, and the error describes it",
        ) {
            val files = files()
            val jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2VjcmV0"
            files.write("$jwt\n")
            listOf<suspend (FileTokenStore) -> Any?>(
                { it.get(key) },
                { it.put(key, Token("a")) },
                { it.keys() },
                { it.entries() },
                { it.remove(key) },
                { it.clear() },
                { it.withLock(key) { error("must not run") } },
            ).forEach { action ->
                val message = shouldThrow<StoreException> { action(files.own()) }.message
                message shouldContain "${files.path} holds a JWT by itself"
                (jwt in message) shouldBe false
            }
            files.text() shouldBe "$jwt\n"
            files.backups() shouldHaveSize 0
        }

        test(
            "entries with unusual names (surrogates, empty, very long) are distinguished, listed, locked, removed and cleared",
        ) {
            val files = files()
            val store = files.store()
            val odd = listOf("\ud800", "\udfff", "?", "\ufffd", "", "x".repeat(100_000), "}", "\"", "\\").map(TokenKey::of)
            odd.forEachIndexed { i, it -> store.put(it, Token("t$i")) }
            odd.forEachIndexed { i, it -> files.store().get(it) shouldBe Token("t$i") }
            files.store().keys() shouldBe odd.toSet()
            odd[0].let { outer -> store.withLock(outer) { store.withLock(odd[2]) { store.withLock(odd[1]) { } } } }
            odd.forEach { store.remove(it) shouldBe true }
            files.text() shouldBe "{}"
            odd.forEach { store.put(it, Token("again")) }
            files.store().clear()
            files.text() shouldBe "{}"
        }
    })

private const val FULL = 16 shl 20

private fun shouldBeWithin(
    size: Long,
    limit: Long,
) {
    (size <= limit) shouldBe true
}
