package io.github.oidcauth.testing.contract

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlin.time.Duration.Companion.milliseconds

/** Stores that give the lock back to somebody else, too early or never. */
internal val storesThatKeepLocks: List<BrokenStore> =
    listOf(
        BrokenStore(
            "keeps the lock when the action fails",
            "an exception of the action is thrown unchanged, and the lock is released",
        ) {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    lockOf(key).lock()
                    return action().also { lockOf(key).unlock() }
                }
            }
        },
        BrokenStore("wraps what the action throws", "an exception of the action is thrown unchanged, and the lock is released") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T =
                    try {
                        super.withLock(key, action)
                    } catch (e: RuntimeException) {
                        throw StoreException("The action failed.", e)
                    }
            }
        },
        BrokenStore("keeps the lock when its holder is cancelled", "the lock is released when its holder is cancelled") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    lockOf(key).lock()
                    val result = runCatching { action() }
                    if (result.exceptionOrNull() !is CancellationException) lockOf(key).unlock()
                    return result.getOrThrow()
                }
            }
        },
        BrokenStore("swallows cancellation", "cancellation of the action is not swallowed") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T =
                    try {
                        super.withLock(key, action)
                    } catch (e: CancellationException) {
                        throw StoreException("The store was interrupted.", e)
                    }
            }
        },
        BrokenStore(
            "gives the lock away when who waits for it is cancelled",
            "waiting for the lock can be cancelled, and its holder keeps it",
        ) {
            object : PlainStore(it) {
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
        BrokenStore(
            "cannot be cancelled while it waits",
            "waiting for the lock can be cancelled, and its holder keeps it",
        ) {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    withContext(NonCancellable) { lockOf(key).lock() }
                    return try {
                        action()
                    } finally {
                        lockOf(key).unlock()
                    }
                }
            }
        },
        BrokenStore(
            "loses a lock that is cancelled when it has been taken",
            "a lock whose caller is cancelled while it takes it is not lost",
        ) {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    lockOf(key).lock()
                    delay(20.milliseconds)
                    return try {
                        action()
                    } finally {
                        lockOf(key).unlock()
                    }
                }
            }
        },
    )
