package io.github.oidcauth.testing.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.milliseconds

/** Two of these have the same shelf, and one of them has a fault in what it sees of the other. */
internal class BrokenSibling(
    val fault: String,
    val caughtBy: String,
    val open: (PlainStore) -> PlainStore,
)

internal val brokenSiblings: List<BrokenSibling> =
    listOf(
        BrokenSibling("reads the shelf once", "the other store gets at once what one has put, even if it has read before") {
            object : PlainStore(it.clock, it.shelf) {
                private val seen = ConcurrentHashMap<TokenKey, Token>()

                override suspend fun get(key: TokenKey): Token? =
                    seen[key] ?: super.get(key)?.also { token -> seen[key] = token }
            }
        },
        BrokenSibling("does not hear of what was removed", "an entry that one store removes or clears is gone for the other") {
            object : PlainStore(it.clock, it.shelf) {
                private val known = CopyOnWriteArrayList<TokenKey>()

                override suspend fun keys(): Set<TokenKey> = (known + super.keys()).toSet().also { keys ->
                    known.addAllAbsent(keys)
                }
            }
        },
        BrokenSibling("writes back all that it has read", "puts of both at the same time lose nothing") {
            object : PlainStore(it.clock, it.shelf) {
                override suspend fun put(key: TokenKey, token: Token) {
                    val before = HashMap(shelf.entries)
                    delay(2.milliseconds)
                    shelf.entries.keys.retainAll(before.keys)
                    super.put(key, token)
                }
            }
        },
        BrokenSibling("has locks of its own", "the lock of one store excludes the other, and is free for it afterwards") {
            object : PlainStore(it.clock, it.shelf) {
                private val own = Mutex()

                override fun lockOf(key: TokenKey) = own
            }
        },
        BrokenSibling("waits for any lock of the other", "the lock of one store does not block another key of the other") {
            object : PlainStore(it.clock, it.shelf) {
                override fun lockOf(key: TokenKey) = shelf.locks.values.firstOrNull { lock -> lock.isLocked } ?: super.lockOf(key)
            }
        },
        BrokenSibling("takes over the lock of the other", "a token is refreshed once, whichever store is first") {
            object : PlainStore(it.clock, it.shelf) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    val lock = lockOf(key)
                    if (lock.isLocked) return action()
                    return super.withLock(key, action)
                }
            }
        },
        BrokenSibling(
            "gives the lock away when it stops waiting for it",
            "waiting for the lock of the other store can be cancelled, and its holder keeps it",
        ) {
            object : PlainStore(it.clock, it.shelf) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    try {
                        lockOf(key).lock()
                        return action()
                    } finally {
                        if (lockOf(key).isLocked) lockOf(key).unlock()
                    }
                }
            }
        },
    ) + siblingsThatPromptTwice
