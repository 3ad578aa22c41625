// Tests DamagedFileBackups.
package io.github.oidcauth

import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.FileBusyException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.withContext
import java.io.IOException
import java.nio.file.Files
import kotlin.io.path.exists
import kotlin.io.path.name
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Nothing that was in a damaged file of an application's own directory is ever lost. For others see [NamedTokenFileTest]. */
class DamagedTokenFileTest :
    FunSpec({
        val key = TokenKey.of("https://h")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        mapOf(
            "truncated" to """{"https://h": {"token": {"access_to""",
            "not JSON" to "access_token=abc",
            "not an object" to """["https://h"]""",
            "a useless single token" to """{"access_token": "", "refresh_token": "keep me"}""",
        ).forEach { (what, text) ->
            test("a file that is $what is moved aside, told of, and counts as empty") {
                val files = files()
                files.write(text)
                val store = files.own()
                store.get(key).shouldBeNull()
                val backups = files.backups().single()
                backups.readText() shouldBe text
                backups.name shouldMatch "token-store\\.json\\.corrupt-20260601T120000Z-[0-9a-f]{8}"
                files.notices.single().let {
                    it shouldContain files.path.toString()
                    it shouldContain backups.toString()
                    it.lines() shouldHaveSize 1
                }
                files.path.exists() shouldBe false
                store.put(key, Token("new"))
                store.get(key) shouldBe Token("new")
                backups.readText() shouldBe text
            }
        }

        test("of a file that was cut off, the entries that can be read take its place, and it is kept") {
            val files = files()
            val store = files.own()
            listOf("https://h", "https://i", "https://j").forEach { store.put(TokenKey.of(it), Token("a-$it")) }
            val text = files.text().dropLast(60)
            files.write(text, mode = "rw-r--r--")
            files.own().get(key) shouldBe Token("a-https://h")
            val backups = files.backups().single()
            backups.readText() shouldBe text
            listOf(backups, files.path).forEach { files.mode(it) shouldBe "rw-------" }
            files.own().keys() shouldBe setOf(key, TokenKey.of("https://i"))
            val notice = files.notices.single { "damaged" in it }
            notice shouldContain "moved to $backups. What could be read of it has been rescued: https://h, https://i. You"
            notice.lines() shouldHaveSize 1
            files.own().put(TokenKey.of("https://k"), Token("new"))
            files.backups() shouldHaveSize 1
        }

        test("a damaged file stays as it is when there is no room for what could be rescued") {
            val files = files()
            val text = """{"https://h": {"token": {"access_token": "a"}}, "https://i": """
            files.write(text)
            val full = files.own(writer = AtomicWriter { _, _ -> throw java.io.IOException("No space left on device") })
            shouldThrow<StoreException> { full.get(key) }.message shouldContain "The disk is full"
            files.text() shouldBe text
            files.backups().shouldBeEmpty()
            files.own().get(key) shouldBe Token("a")
        }

        test("a damaged file that others could read is its owner's alone once it is moved aside") {
            val files = files()
            files.write("precious", mode = "rw-rw-r--")
            files.own().get(key).shouldBeNull()
            files.mode(files.backups().single()) shouldBe "rw-------"
            files.write("""{"https://h": 7}""", mode = "rw-rw-r--")
            files.own().put(key, Token("new"))
            files.backups().forEach { files.mode(it) shouldBe "rw-------" }
        }

        test("a damaged file of root is moved aside, and it is told that root alone can tighten it")
            .config(enabledOrReasonIf = { Unprivileged.canStartChildrenOfAnother }) {
                val files = files()
                val text = """{"https://h": {"token": {"access_token": "kept"}}, "https://i": """
                files.write(text, mode = "rw-r--r--")
                Files.setAttribute(files.directory, "unix:uid", Unprivileged.ANOTHER_USER)
                val said = ChildProcess.start("try", files.path, prefix = Unprivileged.prefixOfAnother).finish()
                said shouldContain "It belongs to another user, so its permissions are as they were."
                files.backups().single().readText() shouldBe text
            }

        test("clear tells of the files that were put aside, also when the token file is gone") {
            val files = files()
            files.write("precious")
            val store = files.own()
            store.clear()
            store.clear()
            val backups = files.backups().single()
            files.notices shouldHaveSize 3
            files.notices.drop(1).forEach {
                it shouldContain "may still hold tokens: $backups. "
                it.lines() shouldHaveSize 1
            }
            backups.readText() shouldBe "precious"
        }

        test("clear does not name hundreds of files that were put aside") {
            val files = files()
            files.write("{}")
            files.own().clear()
            files.notices.shouldBeEmpty()
            (1..8).forEach { files.path.resolveSibling("token-store.json.corrupt-$it").writeText("") }
            files.own().clear()
            files.notices.single() shouldContain "${files.path}.corrupt-1, ${files.path}.corrupt-2, "
            files.notices.single() shouldContain "${files.path}.corrupt-5 and 3 more. "
        }

        test("bytes that are not UTF-8 are kept as they are") {
            val files = files()
            val bytes = byteArrayOf('{'.code.toByte(), 0xC3.toByte(), 0x28, '}'.code.toByte())
            Files.write(files.path, bytes)
            files.own().put(key, Token("new"))
            files.backups().single().readBytes() shouldBe bytes
        }

        test("a file damaged again is moved beside the first, also within the same second") {
            val files = files()
            repeat(5) {
                files.write("damage $it")
                files.own().keys().shouldBeEmpty()
            }
            files.backups().map { it.readText() }.toSet() shouldBe (0..4).map { "damage $it" }.toSet()
        }

        test("many who meet one damaged file move it once") {
            val files = files()
            files.write("{")
            withContext(Dispatchers.Default) { (1..20).map { async { files.own().get(key) } }.awaitAll() }
            files.backups() shouldHaveSize 1
            files.notices.count { "has been moved to" in it } shouldBe 1
            files.own().get(key).shouldBeNull()
            files.path.exists() shouldBe false
        }

        test("a damaged entry is not used, told of once, and leaves the others alone") {
            val files = files()
            val text = """{"https://h": {"token": "x"}, "https://i": {"token": {"access_token": "i"}}, "https://j": 7}"""
            files.write(text)
            val store = files.own()
            store.get(key).shouldBeNull()
            store.get(key).shouldBeNull()
            store.get(TokenKey.of("https://i"))?.accessToken shouldBe "i"
            store.keys() shouldBe setOf(TokenKey.of("https://i"))
            files.notices.single() shouldContain "https://h"
            files.text() shouldBe text
            files.backups().shouldBeEmpty()
        }

        test("the file is copied aside before a damaged entry is replaced") {
            val files = files()
            val text = """{"https://h": {"token": {"refresh_token": "precious"}, "note": 1}}"""
            files.write(text)
            files.own().put(key, Token("new"))
            val backups = files.backups().single()
            backups.readText() shouldBe text
            files.mode(backups) shouldBe "rw-------"
            files.notices.single() shouldContain backups.toString()
            files.text() shouldContain "\"note\": 1"
            files.own().get(key) shouldBe Token("new")
        }

        test("no copy stays when the damaged entry could not be replaced, however often that is tried") {
            val files = files()
            val text = """{"https://h": 7}"""
            files.write(text)
            val full = AtomicWriter { channel, bytes ->
                channel.write(bytes.duplicate().limit(bytes.position() + 1))
                throw IOException("No space left on device")
            }
            shouldThrow<StoreException> { files.own(writer = full).put(key, Token("new")) }
            var copies = 0
            val busy = AtomicWriter { channel, bytes ->
                if (bytes.remaining() != text.length) throw FileBusyException(IOException("in use"))
                channel.write(bytes)
                copies++
            }
            shouldThrow<StoreException> { files.own(writer = busy).put(key, Token("new")) }
            copies shouldBeGreaterThan 1
            files.backups().shouldBeEmpty()
            files.text() shouldBe text
            files.notices.shouldBeEmpty()
        }

        test("a damaged entry can be removed") {
            val files = files()
            files.write("""{"https://h": 7}""")
            files.own().remove(key) shouldBe true
            files.text() shouldBe "{}"
        }

        test("control characters of a damaged name stay out of notices") {
            val files = files()
            val odd = TokenKey.of("https://h\n\u001b[31m")
            files.write("""{"https://h\n\u001b[31m": 7}""")
            files.own().get(odd).shouldBeNull()
            files.notices.single().any { it.isISOControl() } shouldBe false
        }

        test("a damaged file stays when it cannot be moved") {
            val files = files()
            files.write("{", mode = "r--------")
            shouldThrow<StoreException> { files.own().get(key) }.message shouldContain "read-only"
            files.text() shouldBe "{"
        }

        test("a damaged file is safe even when the write after it fails") {
            val files = files()
            files.write("precious")
            val full = files.own(writer = AtomicWriter { _, _ -> throw java.io.IOException("No space left on device") })
            shouldThrow<StoreException> { full.put(key, Token("a")) }
            files.backups().single().readText() shouldBe "precious"
        }
    })
