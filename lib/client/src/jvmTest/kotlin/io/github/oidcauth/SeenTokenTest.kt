package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlin.io.path.exists
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

/** Only the entry that was read is removed or replaced, even if others write meanwhile. */
class SeenTokenTest :
    FunSpec({
        val clock = SettableClock()
        val key = TokenKey.of("https://h")
        val other = TokenKey.of("https://other")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun token(name: String) =
            Token(name) {
                expiresAt = clock.now() + 1.days
                refreshToken = "r-$name"
            }

        val stores =
            mapOf<String, () -> TokenStore>(
                "in memory" to { InMemoryTokenStore(clock) },
                "in a file" to { files().store() },
                "in an encrypted file" to { files().store(cipher = AesTokenCipher(TokenEncryptionKey.generate())) },
                "of another kind" to { Plain(InMemoryTokenStore(clock)) },
            )

        stores.forEach { (kind, newStore) ->
            context("a store $kind") {
                test("removes what was seen, and nothing else") {
                    val store = newStore()
                    store.remove(key, token("a")) shouldBe false
                    store.remove(key, null) shouldBe false
                    store.put(key, token("a"))
                    store.put(other, token("other"))
                    store.remove(key, token("b")) shouldBe false
                    store.remove(key, null) shouldBe false
                    store.get(key) shouldBe token("a")
                    store.remove(key, token("a")) shouldBe true
                    store.get(key).shouldBeNull()
                    store.remove(key, token("a")) shouldBe false
                    store.get(other) shouldBe token("other")
                }

                test("replaces what was seen, and nothing else") {
                    val store = newStore()
                    store.replace(key, token("a"), token("b")) shouldBe false
                    store.get(key).shouldBeNull()
                    store.put(key, token("a"))
                    store.replace(key, token("b"), token("c")) shouldBe false
                    store.get(key) shouldBe token("a")
                    store.replace(key, token("a"), token("b")) shouldBe true
                    store.get(key) shouldBe token("b")
                }

                test("clears what is of no use, if that is all") {
                    val store = newStore()
                    store.removeUnreadable()
                    store.put(key, token("a"))
                    store.removeUnreadable()
                    store.get(key) shouldBe token("a")
                }

                // Removing in two steps, as a store does that knows no better, loses some.
                if (kind != "of another kind") {
                    test("loses no token that is put while others remove, replace and clear what they have seen") {
                        val store = newStore()
                        repeat(30) { round ->
                            val old = token("old$round")
                            store.put(key, old)
                            coroutineScope {
                                listOf<suspend () -> Any>(
                                    { store.put(key, token("new$round")) },
                                    { store.remove(key, old) },
                                    { store.replace(key, old, token("replaced$round")) },
                                    { store.removeUnreadable() },
                                ).shuffled().map { async(Dispatchers.Default) { it() } }.awaitAll()
                            }
                            store.get(key) shouldBe token("new$round")
                        }
                    }
                }
            }
        }

        test("a stale entry is removed as one that was not seen") {
            val files = files()
            val store = files.store()
            store.put(key, Token("brief") { expiresAt = files.clock.now() + 60.seconds })
            store.remove(key, null) shouldBe false
            files.clock += 30.seconds
            store.remove(key, null) shouldBe true
            store.get(key).shouldBeNull()
            files.text() shouldBe "{}"
        }

        test("a damaged entry is removed as one that was not seen, and cleared with all that is of no use") {
            val files = files()
            files.write("""{"https://h": {"token": 7}, "https://i": {"token": 8}}""")
            val store = files.store()
            store.remove(key, token("a")) shouldBe false
            store.remove(key, null) shouldBe true
            store.removeUnreadable()
            files.text() shouldBe "{}"
        }

        test("entries that are not encrypted are of no use to a store that encrypts, and those whose key is lost") {
            val files = files()
            files.store().put(key, token("plain"))
            files.store(cipher = AesTokenCipher(TokenEncryptionKey.generate())).put(other, token("lost"))
            val store = files.store(cipher = AesTokenCipher(TokenEncryptionKey.generate()))
            store.put(TokenKey.of("https://mine"), token("mine"))
            store.removeUnreadable()
            store.get(TokenKey.of("https://mine")) shouldBe token("mine")
            store.remove(TokenKey.of("https://mine"), token("mine")) shouldBe true
            store.removeUnreadable()
            files.store().keys().shouldBeEmpty()
            files.text() shouldBe "{}"
        }

        test("a single token is removed when it is the one that was seen, with its file") {
            val files = files()
            files.write("""{"access_token": "one", "host": "https://h"}""")
            val store = files.store()
            store.remove(other, Token("one")) shouldBe false
            store.remove(key, Token("two")) shouldBe false
            store.removeUnreadable()
            store.remove(key, checkNotNull(store.get(key))) shouldBe true
            files.path.exists() shouldBe false
            store.remove(key, Token("one")) shouldBe false
        }
    })

/** A store that has been there before these functions were. */
private class Plain(
    private val memory: InMemoryTokenStore,
) : TokenStore {
    override suspend fun get(key: TokenKey): Token? = memory.get(key)

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = memory.put(key, token)

    override suspend fun remove(key: TokenKey): Boolean = memory.remove(key)

    override suspend fun keys(): Set<TokenKey> = memory.keys()

    override suspend fun clear(): Unit = memory.clear()

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T = memory.withLock(key, action)
}
