// Tested by TokenStoreContractTest.
package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.PromptLock
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** The prompt lock of a single store. A store that no other process shares may give it to every caller. */
internal val promptChecks: List<ContractCheck> =
    listOf(
        check("the prompt lock is free at first, and after its release") {
            repeat(2) {
                store.expectPromptLock("the prompt lock, taken for the ${if (it == 0) "first" else "second"} time", a).release()
            }
        },
        check("a busy prompt lock is not waited for") {
            val held = store.expectPromptLock("the prompt lock", a)
            val second = soon("tryPromptLock() returns while somebody has the lock") { store.tryPromptLock(a) }
            val isRight = second is PromptLock.Busy || (held === PromptLock.UNSHARED && second === PromptLock.UNSHARED)
            expectThat(isRight) { "Expected the prompt lock to be busy while somebody has it, but it was given away again." }
            held.release()
        },
        check("the prompt lock of one key does not block another key") {
            val held = store.expectPromptLock("the prompt lock", a)
            store.expectPromptLock("the prompt lock of another key", b).release()
            held.release()
        },
        check("the prompt lock blocks nothing else") {
            val held = store.expectPromptLock("the prompt lock", a)
            soon("everything works while somebody has the prompt lock") {
                store.withLock(a) { store.put(a, lasting) }
                expectToken("get() of the key", lasting, store.get(a))
                expectEqual("remove() of the key", true, store.remove(a))
            }
            held.release()
        },
        check("the lock of a key does not block its prompt lock") {
            coroutineScope {
                val entered = CompletableDeferred<Unit>()
                val done = CompletableDeferred<Unit>()
                launch {
                    store.withLock(a) {
                        entered.complete(Unit)
                        done.await()
                    }
                }
                entered.await()
                soon("tryPromptLock() returns while somebody refreshes") {
                    store.expectPromptLock("the prompt lock, while somebody refreshes", a).release()
                }
                done.complete(Unit)
            }
        },
    )

/** The prompt lock of two stores with the same tokens. */
internal val sharedPromptChecks: List<ContractCheck> =
    listOf(
        check("the prompt lock of one store excludes the other until its release") {
            val other = sibling()
            val held = store.expectPromptLock("the prompt lock", a)
            if (held !== PromptLock.UNSHARED) {
                expectThat(other.tryPromptLock(a) is PromptLock.Busy) {
                    "Expected the prompt lock to be busy for the other, but it has got it."
                }
                held.release()
                other.expectPromptLock("the prompt lock for the other", a).release()
            }
        },
        check("the prompt lock of one store does not block another key of the other") {
            val other = sibling()
            val held = store.expectPromptLock("the prompt lock", a)
            other.expectPromptLock("the prompt lock of another key", b).release()
            held.release()
        },
    )

private suspend fun TokenStore.expectPromptLock(
    what: String,
    key: TokenKey,
): PromptLock.Held =
    tryPromptLock(key) as? PromptLock.Held ?: throw AssertionError("Expected $what to be free, but it is busy.")
