// Tests SingleTokenDocument and TokenFileErrors.
package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Files
import java.util.Base64
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** A file that somebody has named, and that may be there for something else. */
class NamedTokenFileTest :
    FunSpec({
        val key = TokenKey.of("https://h")
        val secret = "hunter2hunter2"

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        suspend fun everything(store: FileTokenStore): List<suspend () -> Any?> =
            listOf(
                { store.get(key) },
                { store.put(key, Token("new")) },
                { store.remove(key) },
                { store.remove(key, null) },
                { store.replace(key, Token("a"), Token("b")) },
                { store.keys() },
                { store.entries() },
                { store.clear() },
                { store.removeUnreadable() },
                { store.withLock(key) { error("must not run") } },
                { store.tryPromptLock(key) },
            )

        fun jwt(end: Instant): String {
            val claims = Base64.getUrlEncoder().withoutPadding().encodeToString("""{"exp":${end.epochSeconds}}""".toByteArray())
            return "eyJhbGciOiJIUzI1NiJ9.$claims.c2lnbmF0dXJl"
        }

        mapOf(
            "a configuration" to ("[server]\npassword = $secret\n" to "text that is not JSON"),
            "a word that is no token" to ("short" to "text that is not JSON"),
            "two lines" to ("$secret$secret\n$secret$secret\n" to "text that is not JSON"),
            "the JSON of something else" to ("""{"name": "$secret", "version": 1}""" to "JSON without a token in it"),
            "nested JSON" to ("""{"auths": {"registry.example": {"auth": "$secret"}}}""" to "JSON without a token in it"),
            "a list" to ("""["$secret"]""" to "JSON that is not an object"),
            "a useless token" to
                ("""{"access_token": "", "refresh_token": "$secret"}""" to "an access_token that cannot be used"),
            "JSON that was cut off" to ("""{"https://h": {"token": {"access_to""" to "damaged or cut off"),
            "zeros" to ("\u0000".repeat(4096) to "binary data"),
            "another charset" to (null to "binary data"),
        ).forEach { (what, case) ->
            val (text, words) = case
            listOf("rw-r--r--", "rw-------").forEach { mode ->
                test("a file with $what stays as it is, $mode, and the error names the mistake") {
                    val files = files()
                    val bytes = text?.toByteArray() ?: byteArrayOf('g'.code.toByte(), 0xFC.toByte(), 'r'.code.toByte())
                    files.write("", mode)
                    files.path.writeBytes(bytes)
                    everything(files.store()).forEach { action ->
                        val message = shouldThrow<StoreException> { action() }.message
                        message shouldContain "${files.path} is not a token file: it holds "
                        message shouldContain words
                        message shouldNotContain secret
                        message.lines().size shouldBe 1
                    }
                    files.path.readBytes() shouldBe bytes
                    files.mode() shouldBe mode
                    files.names() shouldNotContain "token-store.json.locks"
                    files.notices.shouldBeEmpty()
                }
            }
        }

        test("an empty file, as mktemp makes, is a store for whoever named it, and is narrowed when it is written") {
            listOf("", "\n", "{}").forEach { text ->
                withClue(text) {
                    val files = files()
                    files.write(text, mode = "rw-r--r--")
                    val store = files.store()
                    store.get(key).shouldBeNull()
                    files.mode() shouldBe "rw-r--r--"
                    store.put(key, Token("new"))
                    files.mode() shouldBe "rw-------"
                    files.store().get(key) shouldBe Token("new")
                }
            }
        }

        test("a damaged file with entries that can be rescued was a token file, so it is kept aside and repaired") {
            val files = files()
            val text = """{"https://h": {"token": {"access_token": "a"}}, "https://i": """
            files.write(text)
            files.store().get(key) shouldBe Token("a")
            files.backups().single().readText() shouldBe text
        }

        test("a store with an entry that nobody can read is a token file") {
            val files = files()
            files.write("""{"https://h": 7}""")
            files.store().get(key).shouldBeNull()
            files.store().put(key, Token("new"))
            files.store().get(key) shouldBe Token("new")
        }

        listOf("rw-r--r--", "r--r--r--", "rw-------").forEach { mode ->
            test("a bare token is the token for every host, is never written and keeps its mode $mode") {
                val files = files()
                val text = "  ${jwt(files.clock.now() + 1.hours)}\n"
                files.write(text, mode)
                val store = files.store()
                listOf(key, TokenKey.of("https://other")).forEach {
                    val token = store.get(it)
                    token?.accessToken shouldBe text.trim()
                    token?.expiresAt shouldBe Instant.fromEpochSeconds((files.clock.now() + 1.hours).epochSeconds)
                    token?.refreshToken.shouldBeNull()
                }
                store.keys().shouldBeEmpty()
                everything(store).filterIndexed { index, _ -> index !in setOf(0, 5, 6) }.forEach { action ->
                    shouldThrow<StoreException> { action() }.message shouldNotContain text.trim()
                }
                files.text() shouldBe text
                files.mode() shouldBe mode
                files.notices.shouldBeEmpty()
                files.names() shouldNotContain "token-store.json.locks"
            }
        }

        test("a bare token that is no JWT has no known end") {
            val files = files()
            files.write("gho_16C7e42F292c6912E7710c838347Ae178B4a")
            files.store().get(key)?.expiresAt.shouldBeNull()
        }

        test(
            "a bare token that is over is not used, which is told once with what to do; a newer one in its place is used at once",
        ) {
            val files = files()
            val end = files.clock.now() + 31.seconds
            files.write(jwt(end))
            val store = files.store()
            store.get(key)?.accessToken shouldBe jwt(end)
            files.clock += 1.seconds
            repeat(2) { store.get(key).shouldBeNull() }
            files.notices.single() shouldContain
                "holds one bare token, which expires at $end and cannot be refreshed. Put a newer one there."
            val fresh = jwt(files.clock.now() + 1.hours)
            Files.writeString(files.path, fresh)
            store.get(key)?.accessToken shouldBe fresh
        }

        test("a bare token is not taken for an encrypted store") {
            val files = files()
            files.write(jwt(files.clock.now() + 1.hours))
            val store = files.store(cipher = AesTokenCipher(TokenEncryptionKey.generate()))
            shouldThrow<StoreException> { store.get(key) }.message shouldContain "one token that is not encrypted"
        }
    })
