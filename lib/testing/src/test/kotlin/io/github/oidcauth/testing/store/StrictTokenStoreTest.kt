// Tests StrictLocks and StrictMedium.
package io.github.oidcauth.testing.store

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.testing.SettableClock
import io.github.oidcauth.testing.StoreMisuseError
import io.github.oidcauth.testing.StoreOperation.Kind
import io.github.oidcauth.testing.StrictTokenStore
import io.github.oidcauth.testing.TokenStoreContract
import io.github.oidcauth.testing.contract.ContractSpec
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class StrictTokenStoreContractTest :
    ContractSpec({ TokenStoreContract { clock -> StrictTokenStore(clock) }.sharedBy { store, _ -> store.sibling() } })

class StrictTokenStoreTest :
    FunSpec({
        val a = TokenKey.of("https://a.example.com")
        val b = TokenKey.of("https://b.example.com")
        val old =
            Token("at-old") {
                expiresAt = SettableClock.DEFAULT_TIME + 5.minutes
                refreshToken = "rt"
            }
        val refreshed = old.newBuilder().also { it.accessToken = "at-new" }.build()
        val rotated = refreshed.newBuilder().also { it.refreshToken = "rt-new" }.build()
        val withoutRefreshToken = refreshed.newBuilder().also { it.refreshToken = null }.build()

        fun storeWith(vararg tokens: Pair<TokenKey, Token>) =
            StrictTokenStore(SettableClock()).also { store -> tokens.forEach { (key, token) -> store.seed(key, token) } }

        context("misuse") {
            test("locking a key under its own lock fails, from a coroutine below too") {
                val store = storeWith()
                shouldThrow<StoreMisuseError> { store.withLock(a) { store.withLock(a) {} } }.message shouldContain "for ever"
                shouldThrow<StoreMisuseError> {
                    store.withLock(a) { coroutineScope { launch(Dispatchers.Default) { store.withLock(a) {} } } }
                }
                store.withLock(a) { store.withLock(b) {} }
                store.withLock(a) { coroutineScope { launch { store.withLock(b) {} } } }
            }

            test("asking a user under the lock of the key fails, and so does giving a prompt lock back twice") {
                val store = storeWith()
                val asked = shouldThrow<StoreMisuseError> { store.withLock(a) { store.tryPromptLock(a) } }
                asked.message shouldContain "could refresh"
                val held = storeWith().tryPromptLock(a) as PromptLock.Held
                held.release()
                shouldThrow<StoreMisuseError> { held.release() }.message shouldContain "released"
            }

            test("a prompt lock that is left over when the test ends fails, one of another process does not") {
                val store = storeWith()
                val held = store.tryPromptLock(a) as PromptLock.Held
                store.lockPromptAsAnotherProcess(b, PromptHolder(7)).use {
                    (store.sibling().tryPromptLock(b) as PromptLock.Busy).holder.processId shouldBe 7
                    shouldThrow<StoreMisuseError> { store.assertNoLocksHeld() }.message shouldContain "$a"
                }
                held.release()
                (store.tryPromptLock(b) as PromptLock.Held).release()
                storeWith().also { it.lockPromptAsAnotherProcess(a) }.close()
            }

            test("a key that was locked before can be locked again, by a coroutine from under the lock too") {
                val store = storeWith()
                var locked = 0
                coroutineScope {
                    val free = CompletableDeferred<Unit>()
                    store.withLock(a) {
                        launch {
                            free.await()
                            store.withLock(a) { locked++ }
                        }
                    }
                    free.complete(Unit)
                }
                locked shouldBe 1
                store.close()
            }

            test("locks in one order here and in the other there fail, though nobody waits") {
                val store = storeWith()
                store.withLock(a) { store.withLock(b) {} }
                store.withLock(a) { store.withLock(b) {} }
                shouldThrow<StoreMisuseError> { store.withLock(b) { store.withLock(a) {} } }.message shouldContain "in one order"
            }

            test("writes under somebody else's lock fail, reads do not") {
                val store = storeWith(a to old)
                val writes: List<suspend () -> Unit> =
                    listOf({ store.put(a, Token("login")) }, { store.remove(a) }, { store.clear() })
                coroutineScope {
                    store.withLock(a) {
                        // Another scope than the lock's: somebody else.
                        writes.forEach { write ->
                            val misuse = async { shouldThrow<StoreMisuseError> { write() } }
                            misuse.await().message shouldContain "another caller holds the lock"
                        }
                        async { store.get(a) to store.keys() }.await() shouldBe (old to setOf(a))
                        async { store.put(b, old) }.await()
                    }
                }
                store.peek(a) shouldBe old
            }

            test("writes under somebody else's lock go through when the test says that they are meant") {
                val store = storeWith(a to old)
                store.allowsWritesUnderAnothersLock = true
                store.lockAsAnotherProcess(a).use {
                    store.put(a, Token("login"))
                    store.remove(a) shouldBe true
                    store.clear()
                }
                store.close()
            }

            test("a refreshed token that is written without the lock fails") {
                val store = storeWith(a to old)
                shouldThrow<StoreMisuseError> { store.put(a, refreshed) }.message shouldContain "without the lock"
                store.withLock(a) { store.put(a, refreshed) }
                store.peek(a) shouldBe refreshed
            }

            test("a login may write without the lock, unless the test says that nobody logs in") {
                val store = storeWith(a to old)
                store.put(a, rotated)
                store.requiresLockToReplace = true
                shouldThrow<StoreMisuseError> { store.put(a, old) }.message shouldContain "set to require"
                store.put(b, old)
                store.withLock(a) { store.put(a, old) }
            }

            test("a refreshed token without the refresh token that there was fails, a login without one does not") {
                val store = storeWith(a to old)
                shouldThrow<StoreMisuseError> { store.withLock(a) { store.put(a, withoutRefreshToken) } }.message shouldContain
                    "RFC 6749"
                store.put(a, withoutRefreshToken)
            }

            test("a refresh token that the server has called invalid may be removed from its token") {
                val store = storeWith(a to old)
                store.withLock(a) { store.put(a, old.newBuilder().also { it.refreshToken = null }.build()) }
                store.get(a) shouldBe old.newBuilder().also { it.refreshToken = null }.build()
                store.close()
            }

            test("any use after the end fails") {
                val store = storeWith(a to old)
                store.close()
                store.close()
                val uses: List<suspend () -> Any?> =
                    listOf(
                        { store.get(a) },
                        { store.put(a, old) },
                        { store.remove(a) },
                        { store.keys() },
                        { store.entries() },
                        { store.clear() },
                        { store.withLock(a) {} },
                    )
                uses.forEach { shouldThrow<StoreMisuseError> { it() }.message shouldContain "closed" }
                store.misuses.size shouldBe uses.size
            }

            test("a lock that is left over at the end fails, and one of a played process does not") {
                val store = storeWith()
                coroutineScope {
                    val entered = CompletableDeferred<Unit>()
                    val holder =
                        launch {
                            store.withLock(a) {
                                entered.complete(Unit)
                                CompletableDeferred<Unit>().await()
                            }
                        }
                    entered.await()
                    shouldThrow<StoreMisuseError> { store.assertNoLocksHeld() }.message shouldContain "$a"
                    shouldThrow<StoreMisuseError> { store.close() }
                    holder.cancelAndJoin()
                }
                storeWith().use { it.lockAsAnotherProcess(a) }
            }

            test("an error that was swallowed comes back at the end") {
                val store = storeWith()
                shouldThrow<StoreMisuseError> { store.withLock(a) { store.withLock(a) {} } }
                shouldThrow<StoreMisuseError> { store.close() } shouldBe store.misuses.single()
            }
        }

        context("misfortune") {
            test("strikes the next operation of a kind, once for each time it was asked for, and changes nothing") {
                val store = storeWith(a to old)
                val failure = StoreException("The disk is on fire.")
                store.failNextPut(failure)
                store.failNextPut()
                store.get(a) shouldBe old
                shouldThrow<StoreException> { store.put(a, rotated) } shouldBe failure
                shouldThrow<StoreException> { store.put(a, rotated) }
                store.peek(a) shouldBe old
                store.put(a, rotated)
                store.peek(a) shouldBe rotated
                Kind.entries.forEach { store.failNext(it) }
                val uses: List<suspend () -> Any?> =
                    listOf({ store.get(a) }, { store.remove(a) }, { store.keys() }, { store.entries() }, { store.clear() })
                uses.forEach { shouldThrow<StoreException> { it() } }
                shouldThrow<StoreException> { store.withLock(a) { error("the action does not run") } }
                store.peek(a) shouldBe rotated
            }

            test("a store that is read-only is read, and neither written nor locked") {
                val store = storeWith(a to old)
                store.isReadOnly = true
                store.get(a) shouldBe old
                store.keys() shouldBe setOf(a)
                shouldThrow<StoreException> { store.put(a, rotated) }
                shouldThrow<StoreException> { store.remove(a) }
                shouldThrow<StoreException> { store.clear() }
                shouldThrow<StoreException> { store.withLock(a) { error("the action does not run") } }
                store.isReadOnly = false
                store.withLock(a) { store.put(a, rotated) }
            }

            test("a store that is full is locked and removed from, and not put into") {
                val store = storeWith(a to old)
                store.isFull = true
                shouldThrow<StoreException> { store.withLock(a) { store.put(a, rotated) } }.message shouldContain "no space"
                store.peek(a) shouldBe old
                store.remove(a) shouldBe true
            }

            test("a damaged entry is not there, until it is put again") {
                val store = storeWith(a to old, b to old)
                store.corrupt(a)
                store.get(a).shouldBeNull()
                store.peek(a).shouldBeNull()
                store.keys() shouldBe setOf(b)
                store.put(a, rotated)
                store.get(a) shouldBe rotated
                shouldThrow<IllegalStateException> { store.corrupt(TokenKey.of("c")) }
            }

            test("a lock that another process holds is waited for") {
                val store = storeWith()
                val foreign = store.lockAsAnotherProcess(a)
                coroutineScope {
                    val waiting = async { store.withLock(a) { store.operations.size } }
                    while (store.operations.isEmpty()) yield()
                    waiting.isCompleted shouldBe false
                    shouldThrow<IllegalStateException> { store.lockAsAnotherProcess(a) }
                    foreign.close()
                    foreign.close()
                    waiting.await() shouldBe 1
                }
            }

            test("another process writes between the look and the lock, once") {
                val store = storeWith(a to old)
                store.writeBeforeNextLock(a, rotated)
                store.get(a) shouldBe old
                store.withLock(b) { store.get(a) } shouldBe old
                store.withLock(a) { store.get(a) } shouldBe rotated
                store.seed(a, old)
                store.withLock(a) { store.get(a) } shouldBe old
                store.writeBeforeNextLock(a, null)
                store.withLock(a) { store.get(a) }.shouldBeNull()
            }
        }

        test("tokens are kept as text, and each reading makes another one that is equal") {
            val store = storeWith()
            val exact = Token("at") { expiresAt = SettableClock.DEFAULT_TIME + 100.5.seconds }
            store.put(a, exact)
            store.get(a) shouldBe exact
            store.get(a) shouldNotBeSameInstanceAs exact
        }

        test("removeStale removes what is stale, and is a removal like any other") {
            val clock = SettableClock()
            val store = StrictTokenStore(clock)
            store.seed(a, Token("at") { expiresAt = clock.now() + 100.seconds })
            store.seed(b, Token("at"))
            store.removeStale() shouldBe 0
            clock += 70.seconds
            store.isReadOnly = true
            shouldThrow<StoreException> { store.removeStale() }
            store.isReadOnly = false
            store.removeStale() shouldBe 1
            store.peek(a).shouldBeNull()
            store.peek(b) shouldBe Token("at")
        }

        test("each call really suspends") {
            val order = mutableListOf<String>()
            runBlocking {
                val store = storeWith(a to old)
                val uses: List<suspend () -> Any?> =
                    listOf({
                        store.get(a)
                    }, { store.put(a, old) }, { store.keys() }, { store.entries() }, { store.withLock(a) {} })
                uses.forEach { use ->
                    launch { order += "other" }
                    use()
                    order += "done"
                }
            }
            order shouldContainExactly List(5) { listOf("other", "done") }.flatten()
        }

        test("operations are recorded in order, with lock and token, and no secret is printed") {
            val store = storeWith(a to old)
            store.get(a)
            store.withLock(a) {
                store.get(a)
                store.put(a, rotated)
                store.put(b, old)
            }
            store.keys()
            store.operations.map { Triple(it.kind, it.key, it.isLocked) } shouldContainExactly
                listOf(
                    Triple(Kind.GET, a, false),
                    Triple(Kind.LOCK, a, false),
                    Triple(Kind.GET, a, true),
                    Triple(Kind.PUT, a, true),
                    Triple(Kind.PUT, b, false),
                    Triple(Kind.KEYS, null, false),
                )
            store.operations.mapNotNull { it.token } shouldContainExactly listOf(rotated, old)
            val printed = "${store.operations} $store"
            printed shouldContain "put($a, Token("
            printed shouldContain ") with its lock"
            printed shouldNotContain "at-new"
            printed shouldNotContain "rt-new"
        }

        test("a sibling has the same tokens and locks, and operations and a script of its own") {
            val store = storeWith(a to old)
            val sibling = store.sibling()
            sibling.failNextPut()
            store.put(b, old)
            sibling.get(b) shouldBe old
            store.withLock(a) {
                withContext(Dispatchers.Default) { shouldThrow<StoreMisuseError> { sibling.withLock(a) {} } }
            }
            sibling.operations.map { it.kind } shouldContainExactly listOf(Kind.GET, Kind.LOCK)
            store.misuses.shouldBeEmpty()
        }
    })
