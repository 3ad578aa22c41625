package io.github.oidcauth.testing.contract

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.delay
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.Semaphore
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import java.text.Normalizer
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Clock
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** A store with one fault, and the check that has to find it. */
internal class BrokenStore(
    val fault: String,
    val caughtBy: String,
    val create: (Clock) -> PlainStore,
)

/** Faults that were found in stores of this and other clients, or that somebody will write one day. */
internal val brokenStores: List<BrokenStore> =
    listOf(
        BrokenStore("hands out what is stale", "a token is kept until 30 seconds before its end") {
            object : PlainStore(it) {
                override fun isStale(token: Token) = false
            }
        },
        BrokenStore("keeps tokens to their very end", "a token is kept until 30 seconds before its end") {
            object : PlainStore(it) {
                override fun isStale(token: Token) = token.staleAt?.let { end -> clock.now() >= end + 30.seconds } ?: false
            }
        },
        BrokenStore("drops tokens a second early", "a token is kept until 30 seconds before its end") {
            object : PlainStore(it) {
                override fun isStale(token: Token) = token.staleAt?.let { end -> clock.now() >= end - 1.seconds } ?: false
            }
        },
        BrokenStore(
            "forgets that there is a refresh token",
            "a refresh token keeps an entry until 30 seconds before its own end",
        ) {
            object : PlainStore(it) {
                override fun isStale(token: Token) = token.expiresAt?.let { end -> clock.now() >= end - 30.seconds } ?: false
            }
        },
        BrokenStore(
            "looks at the refresh token alone",
            "a refresh token that ends before the access token does not shorten its life",
        ) {
            object : PlainStore(it) {
                override fun isStale(token: Token) =
                    (token.refreshExpiresAt ?: token.expiresAt.takeIf { token.refreshToken == null })
                        ?.let { end -> clock.now() >= end - 30.seconds } ?: false
            }
        },
        BrokenStore("takes an unknown end for now", "a refresh token without known end keeps an entry for ever") {
            object : PlainStore(it) {
                override fun isStale(token: Token) =
                    super.isStale(token) || (token.refreshToken != null && token.refreshExpiresAt == null)
            }
        },
        BrokenStore("lists what is stale", "keys and entries leave out what is stale") {
            object : PlainStore(it) {
                override suspend fun keys() = shelf.entries.values.mapTo(LinkedHashSet()) { entry -> entry.first }
            }
        },
        BrokenStore("loses members that it does not know", "members of a token that no property stands for survive") {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy -> copy.extra = JsonObject(emptyMap()) }.build()
            }
        },
        BrokenStore("takes numbers for doubles", "members of a token that no property stands for survive") {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy ->
                        copy.extra =
                            JsonObject(token.extra.mapValues { (_, value) -> rounded(value) })
                    }.build()
            }
        },
        BrokenStore("loses the key that a token is bound to", "what was put comes back whole, and nothing under another key") {
            object : PlainStore(it) {
                override fun toKeep(
                    before: Token?,
                    token: Token,
                ) = token.newBuilder().also { copy -> copy.dpopKey = null }.build()
            }
        },
        BrokenStore("merges a token with the one before", "a second put replaces the first, and leaves nothing of it") {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy -> copy.refreshToken = token.refreshToken ?: before?.refreshToken }.build()
            }
        },
        BrokenStore("has room for one", "a put leaves other entries alone") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) {
                    shelf.entries.clear()
                    super.put(key, token)
                }
            }
        },
        BrokenStore("loses writes made at the same time", "puts of different keys at the same time lose nothing") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) {
                    val before = HashMap(shelf.entries)
                    delay(1.milliseconds)
                    shelf.entries.keys.retainAll(before.keys)
                    super.put(key, token)
                }
            }
        },
        BrokenStore("writes a token in two steps", "puts of one key at the same time leave one of them, whole") {
            object : PlainStore(it) {
                private val arrivals = AtomicInteger()

                override suspend fun put(key: TokenKey, token: Token) {
                    super.put(key, token)
                    // Who came first is the last to go on.
                    delay(100.milliseconds - arrivals.incrementAndGet().milliseconds)
                    val there = shelf.entries.getValue(nameOf(key)).second
                    super.put(key, there.newBuilder().also { copy -> copy.refreshToken = token.refreshToken }.build())
                }
            }
        },
        BrokenStore("always says that it has removed something", "remove forgets one key and says whether there was one") {
            object : PlainStore(it) {
                override suspend fun remove(key: TokenKey) = super.remove(key) || true
            }
        },
        BrokenStore("clears the keys of applications alone", "clear forgets all, and the store goes on") {
            object : PlainStore(it) {
                override suspend fun clear() = shelf.entries.keys.filter { name -> '#' !in name }.forEach(shelf.entries::remove)
            }
        },
        BrokenStore("cuts keys at the fragment", "an issuer's key and an application's at the same place are two") {
            object : PlainStore(it) {
                override fun nameOf(key: TokenKey) = key.value.substringBefore('#')
            }
        },
        BrokenStore("writes keys in lower case", "keys that differ in the case of a letter are two") {
            object : PlainStore(it) {
                override fun nameOf(key: TokenKey) = key.value.lowercase()
            }
        },
        BrokenStore("cuts keys at 255 characters", "keys that differ at the end of 3000 characters are two") {
            object : PlainStore(it) {
                override fun nameOf(key: TokenKey) = key.value.take(255)
            }
        },
        BrokenStore("keeps of a key what is ASCII", "a key may have any characters, and is found and listed as it was written") {
            object : PlainStore(it) {
                override suspend fun keys() =
                    super.keys().mapTo(LinkedHashSet()) { key ->
                        TokenKey.of(Normalizer.normalize(key.value, Normalizer.Form.NFD).filter { c -> c < '\u0080' })
                    }
            }
        },
        BrokenStore("lists keys by lines", "a key may have a line end, and is found and listed as it was written") {
            object : PlainStore(it) {
                override suspend fun keys() =
                    super.keys().flatMapTo(LinkedHashSet()) { key -> key.value.lines().map(TokenKey::of) }
            }
        },
        BrokenStore("locks by a name that is cut at a colon", "a key with any characters has a lock of its own") {
            object : PlainStore(it) {
                override fun lockOf(key: TokenKey) = shelf.locks.computeIfAbsent(key.value.substringBefore(':')) { Mutex() }
            }
        },
        BrokenStore("hands out a set that lives", "what keys has returned stays as it is") {
            object : PlainStore(it) {
                override suspend fun keys(): Set<TokenKey> =
                    object : AbstractSet<TokenKey>() {
                        override val size get() = listed().size

                        override fun iterator() = listed().map { entry -> entry.first }.iterator()
                    }
            }
        },
        BrokenStore("lists entries of an old look", "entries tells of the last put") {
            object : PlainStore(it) {
                private val seen = ConcurrentHashMap<TokenKey, StoredToken>()

                override suspend fun entries() = super.entries().map { entry -> seen.computeIfAbsent(entry.key) { entry } }
            }
        },
        BrokenStore("lists entries in another order", "entries and keys name the same, in the same order") {
            object : PlainStore(it) {
                override suspend fun entries() = super.entries().reversed()
            }
        },
        BrokenStore("does not lock", "nobody enters while somebody is inside, and the next one enters when they leave") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T) = action()
            }
        },
        BrokenStore("lets two in", "withLock lets one at a time in, and everybody in the end") {
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
        BrokenStore("has one lock for all keys", "the lock of one key does not hold up another") {
            object : PlainStore(it) {
                private val one = Mutex()

                override fun lockOf(key: TokenKey) = one
            }
        },
        BrokenStore("locks to write, with a lock that is held", "the store works inside of withLock") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) = lockOf(key).withLock { super.put(key, token) }
            }
        },
        BrokenStore("makes those who read wait", "a lock does not hold up those who read, nor writes of other keys") {
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
        BrokenStore(
            "keeps the lock when the action fails",
            "what the action throws comes out as it is, and the lock is given back",
        ) {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    lockOf(key).lock()
                    return action().also { lockOf(key).unlock() }
                }
            }
        },
        BrokenStore("wraps what the action throws", "what the action throws comes out as it is, and the lock is given back") {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T =
                    try {
                        super.withLock(key, action)
                    } catch (e: RuntimeException) {
                        throw StoreException("The action failed.", e)
                    }
            }
        },
        BrokenStore("keeps the lock when its holder is cancelled", "the lock is given back when its holder is cancelled") {
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
            "who waits for the lock can be cancelled, and leaves it with its holder",
        ) {
            object : PlainStore(it) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    try {
                        lockOf(key).lock()
                        return action()
                    } finally {
                        runCatching { lockOf(key).unlock() }
                    }
                }
            }
        },
        BrokenStore(
            "cannot be cancelled while it waits",
            "who waits for the lock can be cancelled, and leaves it with its holder",
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
            "a lock that is cancelled in the moment of taking is not lost",
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

/** Two of these have the same shelf, and one of them has a fault in what it sees of the other. */
internal class BrokenSibling(
    val fault: String,
    val caughtBy: String,
    val open: (PlainStore) -> PlainStore,
)

internal val brokenSiblings: List<BrokenSibling> =
    listOf(
        BrokenSibling("reads the shelf once", "what one puts the other gets at once, however often it has looked") {
            object : PlainStore(it.clock, it.shelf) {
                private val seen = ConcurrentHashMap<TokenKey, Token>()

                override suspend fun get(key: TokenKey): Token? =
                    seen[key] ?: super.get(key)?.also { token -> seen[key] = token }
            }
        },
        BrokenSibling("does not hear of what was removed", "what one removes or clears is gone for the other") {
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
        BrokenSibling("has locks of its own", "the lock of one keeps the other out, and is free for it afterwards") {
            object : PlainStore(it.clock, it.shelf) {
                private val own = Mutex()

                override fun lockOf(key: TokenKey) = own
            }
        },
        BrokenSibling("waits for any lock of the other", "the lock of one does not hold up another key of the other") {
            object : PlainStore(it.clock, it.shelf) {
                override fun lockOf(key: TokenKey) = shelf.locks.values.firstOrNull { lock -> lock.isLocked } ?: super.lockOf(key)
            }
        },
        BrokenSibling("takes over the lock of the other", "a token is refreshed once, whichever of the two gets there first") {
            object : PlainStore(it.clock, it.shelf) {
                override suspend fun <T> withLock(key: TokenKey, action: suspend () -> T): T {
                    val lock = lockOf(key)
                    if (lock.isLocked) return action()
                    return super.withLock(key, action)
                }
            }
        },
    )

private fun rounded(value: JsonElement): JsonElement =
    (value as? JsonPrimitive)?.takeUnless { it.isString }?.doubleOrNull?.let { JsonPrimitive(it) } ?: value
