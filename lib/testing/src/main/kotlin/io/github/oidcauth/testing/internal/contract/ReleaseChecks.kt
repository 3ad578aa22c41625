// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Job
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlin.time.Duration.Companion.milliseconds

private class Refused : RuntimeException("no")

private class Broken : Error("broken")

/** The lock is released in every case. */
internal val releaseChecks: List<ContractCheck> =
    listOf(
        check("an exception of the action is thrown unchanged, and the lock is released") {
            expectFailure<Refused>("withLock()") { store.withLock(a) { throw Refused() } }
            soon("the lock is free after an exception") { store.withLock(a) {} }
            expectFailure<Broken>("withLock()") { store.withLock(a) { throw Broken() } }
            soon("the lock is free after an error") { store.withLock(a) {} }
        },
        check("cancellation of the action is not swallowed") {
            expectFailure<CancellationException>("withLock()") { store.withLock(a) { throw CancellationException("enough") } }
            soon("the lock is free") { store.withLock(a) {} }
        },
        check("the lock is released when its holder is cancelled") {
            coroutineScope {
                val entered = CompletableDeferred<Unit>()
                val holder =
                    launch {
                        store.withLock(a) {
                            entered.complete(Unit)
                            awaitCancellation()
                        }
                    }
                soon("somebody gets in") { entered.await() }
                soon("the holder ends when it is cancelled") { holder.cancelAndJoin() }
            }
            soon("the lock is free") { store.withLock(a) {} }
        },
        check("waiting for the lock can be cancelled, and its holder keeps it") {
            coroutineScope {
                var behind: Job? = null
                val entered = CompletableDeferred<Unit>()
                store.withLock(a) {
                    val waiting = launch { store.withLock(a) { entered.complete(Unit) } }
                    expectThat(!hasHappenedMeanwhile { entered.await() }) { "Expected nobody to enter, but somebody did." }
                    behind = launch { store.withLock(a) { entered.complete(Unit) } }
                    soon("who waits ends when it is cancelled") { waiting.cancelAndJoin() }
                    expectThat(!hasHappenedMeanwhile { entered.await() }) {
                        "Expected the lock to stay with its holder, but it was given away when somebody who waited was cancelled."
                    }
                }
                soon("who waited behind the one that was cancelled gets in") { behind?.join() }
            }
            soon("the lock is free") { store.withLock(a) {} }
        },
        check("a lock whose caller is cancelled while it takes it is not lost") {
            repeat(ATTEMPTS) { i ->
                coroutineScope {
                    val taker = launch { store.withLock(a) {} }
                    delay((i % MOMENTS).milliseconds)
                    taker.cancelAndJoin()
                }
            }
            soon("the lock is free") { store.withLock(a) {} }
        },
    )

private const val ATTEMPTS = 50
private const val MOMENTS = 5
