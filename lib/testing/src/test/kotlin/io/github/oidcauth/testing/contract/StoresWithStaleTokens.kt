package io.github.oidcauth.testing.contract

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

/** Stores that take a token for good when it is over, or for over when it is good. */
internal val storesWithStaleTokens: List<BrokenStore> =
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
        BrokenStore("lists what is stale", "keys and entries leave out stale entries") {
            object : PlainStore(it) {
                override suspend fun keys() = shelf.entries.values.mapTo(LinkedHashSet()) { entry -> entry.first }
            }
        },
        BrokenStore("takes a token without end for one of an hour", "a token without known end is kept for ever") {
            object : PlainStore(it) {
                private val start = it.now()

                override fun isStale(token: Token) =
                    super.isStale(token) || (token.expiresAt == null && clock.now() > start + 1.hours)
            }
        },
        BrokenStore(
            "hands out what was just put without a look at it",
            "a token that is stale when it is put is not returned",
        ) {
            object : PlainStore(it) {
                private val last = ConcurrentHashMap<TokenKey, Token>()

                override suspend fun put(key: TokenKey, token: Token) {
                    super.put(key, token)
                    last[key] = token
                }

                override suspend fun get(key: TokenKey): Token? = last.remove(key) ?: super.get(key)
            }
        },
        BrokenStore("remembers that a key has nothing", "a put replaces a stale token") {
            object : PlainStore(it) {
                private val gone = CopyOnWriteArrayList<TokenKey>()

                override suspend fun get(key: TokenKey): Token? =
                    if (key in gone) null else super.get(key).also { token -> if (token == null) gone += key }
            }
        },
        BrokenStore("takes everything for stale that has an end", "removeStale removes nothing that is not stale") {
            object : PlainStore(it) {
                override suspend fun removeStale(): Int {
                    val before = shelf.entries.size
                    shelf.entries.values.removeIf { entry -> entry.second.staleAt != null }
                    return before - shelf.entries.size
                }
            }
        },
        BrokenStore("drops with a put what will be stale in half a minute", "a put drops nothing that is not stale") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) {
                    shelf.entries.values.removeIf { entry ->
                        entry.second.staleAt.let { end -> end != null && clock.now() + 30.seconds >= end }
                    }
                    super.put(key, token)
                }
            }
        },
    )
