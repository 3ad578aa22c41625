package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlin.io.path.deleteExisting
import kotlin.io.path.listDirectoryEntries

/** Writes of a process that was stopped under a key lock until another process had taken its turn. */
class OvertakenWriteTest :
    FunSpec({
        val key = TokenKey.of("https://h")

        fun token(
            name: String,
            refresh: String? = "secret-$name",
        ) = Token(name) { refreshToken = refresh }

        class Bench(
            cipher: TokenCipher?,
        ) {
            val files = TokenFiles(tempdir("store").toPath().toRealPath())
            val holder = files.store(cipher = cipher)
            private val another = files.store(cipher = cipher)

            /** As another process does, which has nothing of this one's locks. */
            suspend fun other(act: suspend (FileTokenStore) -> Unit): Unit =
                CoroutineScope(Dispatchers.Default).async { act(another) }.await()

            suspend fun whenHeld(action: suspend () -> Unit) {
                other { it.put(key, token("old")) }
                holder.withLock(key) { action() }
            }

            /** As who overtakes does: the lock file loses its name. */
            fun overtake() = files.directory.resolve("token-store.json.locks").listDirectoryEntries().forEach {
                it.deleteExisting()
            }
        }

        mapOf(
            "a token file" to null,
            "an encrypted one" to AesTokenCipher(TokenEncryptionKey.generate()),
        ).forEach { (kind, cipher) ->
            context("in $kind") {
                test("it does not replace or remove the newer session of who came after, and the error says why") {
                    val bench = Bench(cipher)
                    bench.whenHeld {
                        bench.overtake()
                        bench.other { it.put(key, token("newer")) }
                        val message = shouldThrow<StoreException> { bench.holder.put(key, token("late")) }.message
                        message shouldContain "has a newer token"
                        message shouldNotContain "secret"
                        if (cipher == null) shouldThrow<StoreException> { bench.holder.remove(key) }
                    }
                    bench.holder.get(key) shouldBe token("newer")
                }

                test("it writes what it has got as long as nobody has written since, more than once") {
                    val bench = Bench(cipher)
                    bench.whenHeld {
                        bench.overtake()
                        bench.holder.put(key, token("first"))
                        bench.holder.put(key, token("second"))
                    }
                    bench.holder.get(key) shouldBe token("second")
                    bench.whenHeld {
                        bench.overtake()
                        bench.holder.remove(key) shouldBe true
                        bench.holder.put(key, token("third"))
                    }
                    bench.holder.get(key) shouldBe token("third")
                    bench.whenHeld {
                        bench.overtake()
                        bench.holder.replace(key, token("old"), token("replaced")) shouldBe true
                        bench.holder.put(key, token("fourth"))
                    }
                    bench.holder.get(key) shouldBe token("fourth")
                }

                test("it writes where the other's refresh token was refused, as its own may be the only one that is good") {
                    listOf<
                        suspend (
                            FileTokenStore,
                        ) -> Unit,
                    >({ it.put(key, token("spent", refresh = null)) }, { it.remove(key) }).forEach { act ->
                        val bench = Bench(cipher)
                        bench.whenHeld {
                            bench.overtake()
                            bench.other(act)
                            bench.holder.put(key, token("late"))
                        }
                        bench.holder.get(key) shouldBe token("late")
                    }
                }

                test("a holder that still has the lock may write, and so may a caller without one") {
                    val bench = Bench(cipher)
                    bench.whenHeld {
                        bench.other { it.put(key, token("between")) }
                        bench.holder.put(key, token("refreshed"))
                    }
                    bench.holder.get(key) shouldBe token("refreshed")
                    bench.holder.withLock(TokenKey.of("https://another")) {
                        bench.overtake()
                        bench.other { it.put(key, token("before")) }
                        bench.holder.put(key, token("login"))
                    }
                    bench.holder.get(key) shouldBe token("login")
                    bench.holder.get(TokenKey.of("https://another")).shouldBeNull()
                }
            }
        }
    })
