package io.github.oidcauth.testing.contract

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import kotlinx.coroutines.delay
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.doubleOrNull
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Stores that hand out something else than was put. */
internal val storesThatLoseTokens: List<BrokenStore> =
    listOf(
        BrokenStore("loses members that it does not know", "members of a token without a property are kept") {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy -> copy.extra = JsonObject(emptyMap()) }.build()
            }
        },
        BrokenStore("takes numbers for doubles", "members of a token without a property are kept") {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy ->
                        copy.extra =
                            JsonObject(token.extra.mapValues { (_, value) -> rounded(value) })
                    }.build()
            }
        },
        BrokenStore(
            "keeps whole minutes",
            "a token is known again by replace and remove, whatever its times were built from",
        ) {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy ->
                        copy.refreshExpiresAt = token.refreshExpiresAt?.let { end -> end - (end.epochSeconds % 60).seconds }
                    }.build()
            }
        },
        BrokenStore("loses the key that a token is bound to", "a stored token is returned unchanged, under its key alone") {
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
        BrokenStore(
            "takes what is too large",
            "a token of more than 256 KiB is refused with StoreException, and the previous token stays",
        ) {
            object : PlainStore(it) {
                override fun requireSize(key: TokenKey, token: Token) = Unit
            }
        },
        BrokenStore(
            "counts characters and not what they are written with",
            "a token of more than 256 KiB is refused with StoreException, and the previous token stays",
        ) {
            object : PlainStore(it) {
                override fun requireSize(key: TokenKey, token: Token) {
                    if (token.serialize().length > TokenSizeLimit.BYTES) throw StoreException("The token is too large.")
                }
            }
        },
        BrokenStore(
            "removes what was there when it refuses the new one",
            "a token of more than 256 KiB is refused with StoreException, and the previous token stays",
        ) {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) {
                    remove(key)
                    super.put(key, token)
                }
            }
        },
        BrokenStore("has a column of 64 KiB", "a token of nearly 256 KiB is returned unchanged") {
            object : PlainStore(it) {
                override fun requireSize(key: TokenKey, token: Token) {
                    if (token.serialize().length > 65_536) throw StoreException("The token is too large.")
                }
            }
        },
        BrokenStore("has room for one", "a put does not change other entries") {
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
        BrokenStore("writes a token in two steps", "puts of one key at the same time leave one of them, complete") {
            object : PlainStore(it) {
                private val arrivals = AtomicInteger()

                override suspend fun put(key: TokenKey, token: Token) {
                    super.put(key, token)
                    // The first caller is the last to continue.
                    delay(100.milliseconds - arrivals.incrementAndGet().milliseconds)
                    val there = shelf.entries.getValue(nameOf(key)).second
                    super.put(key, there.newBuilder().also { copy -> copy.refreshToken = token.refreshToken }.build())
                }
            }
        },
        BrokenStore("always says that it has removed something", "remove removes one key and returns true if there was one") {
            object : PlainStore(it) {
                override suspend fun remove(key: TokenKey) = super.remove(key) || true
            }
        },
        BrokenStore("clears the keys of applications alone", "clear removes all entries, and the store still works") {
            object : PlainStore(it) {
                override suspend fun clear() = shelf.entries.keys.filter { name -> '#' !in name }.forEach(shelf.entries::remove)
            }
        },
        BrokenStore("comes with an example", "an empty store has nothing") {
            object : PlainStore(it) {
                init {
                    shelf.entries["example"] = TokenKey.of("example") to Token("example")
                }
            }
        },
        BrokenStore("counts seconds in 32 bits", "unknown expiry times stay unknown, and a distant one stays the same") {
            object : PlainStore(it) {
                override fun toKeep(before: Token?, token: Token) =
                    token.newBuilder().also { copy ->
                        copy.expiresAt = token.expiresAt?.coerceAtMost(Instant.fromEpochSeconds(Int.MAX_VALUE.toLong()))
                    }.build()
            }
        },
    )

private fun rounded(value: JsonElement): JsonElement =
    (value as? JsonPrimitive)?.takeUnless { it.isString }?.doubleOrNull?.let { JsonPrimitive(it) } ?: value
