package io.github.oidcauth.testing.internal.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import java.util.concurrent.atomic.AtomicInteger

/**
 * Makes all of [stores], which keep the same tokens, replace an old token at the same time if they find it. Exactly one
 * should do so.
 */
internal suspend fun ContractRun.expectOneRefresh(stores: List<TokenStore>) {
    store.put(a, Token("old"))
    val refreshes = AtomicInteger()
    soon("all have had their turn") {
        coroutineScope {
            stores.forEach { mine ->
                launch {
                    mine.withLock(a) {
                        if (mine.get(a)?.accessToken == "old") {
                            refreshes.incrementAndGet()
                            holdBriefly()
                            mine.put(a, Token("new"))
                        }
                    }
                }
            }
        }
    }
    expectEqual("how many found the old token", 1, refreshes.get())
}
