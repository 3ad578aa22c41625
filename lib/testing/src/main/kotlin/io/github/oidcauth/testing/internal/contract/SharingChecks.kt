// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

private const val CALLERS = 20

/** Two stores with the same tokens see each other's changes. */
internal val sharingChecks: List<ContractCheck> =
    listOf(
        check("the other store gets at once what one has put, even if it has read before") {
            val other = sibling()
            expectNoToken("in an empty store", other.get(a))
            repeat(3) { i ->
                val token = Token("access-$i") { scope = "scope-$i" }
                store.put(a, token)
                expectToken("what the other gets after put number ${i + 1}", token, other.get(a))
                expectEqual("what the other lists", listOf<String?>("scope-$i"), other.entries().map { it.scope })
            }
            other.put(a, Token("back"))
            expectToken("what the first gets when the other puts", Token("back"), store.get(a))
        },
        check("an entry that one store removes or clears is gone for the other") {
            val other = sibling()
            store.put(a, lasting)
            store.put(b, lasting)
            expectEqual("keys() of the other", setOf(a, b), other.keys())
            store.remove(a)
            expectNoToken("there for the other when one has removed it", other.get(a))
            expectEqual("keys() of the other", setOf(b), other.keys())
            other.clear()
            expectEqual("keys() of the first when the other has cleared", emptySet<TokenKey>(), store.keys())
        },
        check("puts of both at the same time lose nothing") {
            val other = sibling()
            val keys = (1..CALLERS).map { TokenKey.of("https://h$it.example.com") }
            coroutineScope {
                keys.mapIndexed { i, key -> async { (if (i % 2 == 0) store else other).put(key, lasting) } }.awaitAll()
            }
            expectEqual("keys() of the first", keys.toSet(), store.keys())
            expectEqual("keys() of the other", keys.toSet(), other.keys())
        },
        check("the lock of one store excludes the other, and is free for it afterwards") {
            val other = sibling()
            val entered = CompletableDeferred<Unit>()
            coroutineScope {
                val next =
                    store.withLock(a) {
                        val next = launch { other.withLock(a) { entered.complete(Unit) } }
                        expectThat(!hasHappenedMeanwhile { entered.await() }) { "Expected nobody to enter, but the other did." }
                        next
                    }
                soon("the other enters") { next.join() }
            }
        },
        check("the lock of one store does not block another key of the other") {
            val other = sibling()
            soon("the other gets in") { store.withLock(a) { coroutineScope { launch { other.withLock(b) {} } } } }
        },
        check("waiting for the lock of the other store can be cancelled, and its holder keeps it") {
            val other = sibling()
            val entered = CompletableDeferred<Unit>()
            coroutineScope {
                store.withLock(a) {
                    val waiting = launch { other.withLock(a) { entered.complete(Unit) } }
                    expectThat(!hasHappenedMeanwhile { entered.await() }) { "Expected nobody to enter, but the other did." }
                    soon("who waits ends when it is cancelled") { waiting.cancelAndJoin() }
                    val next = launch { other.withLock(a) { entered.complete(Unit) } }
                    expectThat(!hasHappenedMeanwhile { entered.await() }) {
                        "Expected the lock to stay with its holder, but it was given away when the other was cancelled."
                    }
                    next.cancelAndJoin()
                }
            }
            soon("the other gets in") { other.withLock(a) {} }
        },
        check("a token is refreshed once, whichever store is first") {
            val other = sibling()
            expectOneRefresh(List(CALLERS) { i -> if (i % 2 == 0) store else other })
        },
    )
