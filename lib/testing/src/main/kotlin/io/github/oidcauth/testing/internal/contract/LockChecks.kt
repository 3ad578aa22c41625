// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.joinAll
import kotlinx.coroutines.launch
import java.util.concurrent.atomic.AtomicInteger

private const val CALLERS = 10

/** The lock admits one caller at a time. */
internal val lockChecks: List<ContractCheck> =
    listOf(
        check("withLock admits one caller at a time, and every caller in the end") {
            val inside = AtomicInteger()
            val entries = AtomicInteger()
            soon("all $CALLERS have been in") {
                coroutineScope {
                    repeat(CALLERS) {
                        launch {
                            store.withLock(a) {
                                val here = inside.incrementAndGet()
                                expectEqual("how many are inside at once", 1, here)
                                entries.incrementAndGet()
                                holdBriefly()
                                store.put(a, lasting)
                                inside.decrementAndGet()
                            }
                        }
                    }
                }
            }
            expectEqual("how many have been inside", CALLERS, entries.get())
        },
        check("no caller enters while another is inside, and the next one enters when it leaves") {
            val entered = CompletableDeferred<Unit>()
            coroutineScope {
                val next =
                    store.withLock(a) {
                        val next = launch { store.withLock(a) { entered.complete(Unit) } }
                        expectThat(!hasHappenedMeanwhile { entered.await() }) { "Expected nobody to enter, but somebody did." }
                        next
                    }
                soon("the next one enters") { joinAll(next) }
            }
        },
        check("withLock returns what the action returns, null too") {
            expectEqual("what withLock() returns", "value", store.withLock(a) { "value" })
            expectEqual("what withLock() returns", null, store.withLock<String?>(a) { null })
        },
        check("the store works inside withLock") {
            store.put(b, Token("b"))
            soon("everything works inside") {
                store.withLock(a) {
                    store.put(a, lasting)
                    expectToken("get() of the locked key", lasting, store.get(a))
                    expectToken("get() of another key", Token("b"), store.get(b))
                    store.put(b, Token("c"))
                    expectEqual("keys()", setOf(a, b), store.keys())
                    expectEqual("the keys of entries()", setOf(a, b), store.entries().map { it.key }.toSet())
                    expectEqual("remove() of the locked key", true, store.remove(a))
                    store.clear()
                    store.put(a, lasting)
                }
            }
            expectToken("what was put last inside", lasting, store.get(a))
        },
        check("the next caller sees what the previous one has put under the lock") {
            expectOneRefresh(List(CALLERS) { store })
        },
        check("the lock of one key does not block another key") {
            soon("somebody with another key gets in") {
                store.withLock(a) { coroutineScope { launch { store.withLock(b) {} } } }
            }
            soon("one may hold two") { store.withLock(a) { store.withLock(b) {} } }
        },
        check("a lock blocks neither reads nor writes of other keys") {
            store.put(a, lasting)
            store.withLock(a) {
                soon("others read and write meanwhile") {
                    coroutineScope {
                        launch {
                            expectToken("get() of the locked key", lasting, store.get(a))
                            expectEqual("keys()", setOf(a), store.keys())
                            store.entries()
                            store.put(b, lasting)
                            store.remove(b)
                        }
                    }
                }
            }
        },
    )
