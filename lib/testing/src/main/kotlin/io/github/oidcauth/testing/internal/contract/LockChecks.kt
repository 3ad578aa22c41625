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
        check("withLock lets one at a time in, and everybody in the end") {
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
        check("nobody enters while somebody is inside, and the next one enters when they leave") {
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
        check("the store works inside of withLock") {
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
        check("what the one before has put inside is seen by the next") {
            expectOneRefresh(List(CALLERS) { store })
        },
        check("the lock of one key does not hold up another") {
            soon("somebody with another key gets in") {
                store.withLock(a) { coroutineScope { launch { store.withLock(b) {} } } }
            }
            soon("one may hold two") { store.withLock(a) { store.withLock(b) {} } }
        },
        check("a lock does not hold up those who read, nor writes of other keys") {
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
