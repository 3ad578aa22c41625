package io.github.oidcauth.testing.contract

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration.Companion.milliseconds

/** Stores whose lock lets too many in, or too few. */
internal val storesThatLetOthersIn: List<BrokenStore> =
    listOf(
        BrokenStore("does not lock", "no caller enters while another is inside, and the next one enters when it leaves") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T) = action()
            }
        },
        BrokenStore("lets two in", "withLock admits one caller at a time, and every caller in the end") {
            object : PlainStore(it) {
                private val turns = Semaphore(2)

                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    turns.acquire()
                    try {
                        return action().also { delay(1.milliseconds) }
                    } finally {
                        turns.release()
                    }
                }
            }
        },
        BrokenStore("has one lock for all keys", "the lock of one key does not block another key") {
            object : PlainStore(it) {
                private val one = Mutex()

                override fun lockOf(key: TokenKey) = one
            }
        },
        BrokenStore("locks to write, with a lock that is held", "the store works inside withLock") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) = lockOf(key).withLock { super.put(key, token) }
            }
        },
        BrokenStore("makes those who read wait", "a lock blocks neither reads nor writes of other keys") {
            object : PlainStore(it) {
                private val holders = ConcurrentHashMap<TokenKey, Job>()

                override suspend fun get(key: TokenKey): Token? {
                    val holder = holders[key]
                    val self = currentCoroutineContext()[Job]
                    if (holder != null && holder != self) holder.join()
                    return super.get(key)
                }

                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T =
                    super.withLock(key) {
                        currentCoroutineContext()[Job]?.let { job -> holders[key] = job }
                        try {
                            action()
                        } finally {
                            holders -= key
                        }
                    }
            }
        },
        BrokenStore("takes null for a failure", "withLock returns what the action returns, null too") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T =
                    super.withLock(key, action) ?: throw StoreException("There is no result.")
            }
        },
        BrokenStore("writes behind", "the next caller sees what the previous one has put under the lock") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) {
                    CoroutineScope(Dispatchers.Default).launch {
                        delay(50.milliseconds)
                        super.put(key, token)
                    }
                }
            }
        },
    )
