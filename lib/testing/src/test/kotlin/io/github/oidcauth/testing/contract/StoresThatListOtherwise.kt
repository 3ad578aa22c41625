package io.github.oidcauth.testing.contract

import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenKey
import java.util.concurrent.ConcurrentHashMap

/** Stores whose lists are not what they have. */
internal val storesThatListOtherwise: List<BrokenStore> =
    listOf(
        BrokenStore("hands out a set that lives", "a result of keys does not change later") {
            object : PlainStore(it) {
                override suspend fun keys(): Set<TokenKey> =
                    object : AbstractSet<TokenKey>() {
                        override val size get() = listed().size

                        override fun iterator() = listed().map { entry -> entry.first }.iterator()
                    }
            }
        },
        BrokenStore("lists entries of an old look", "entries describes the last put") {
            object : PlainStore(it) {
                private val seen = ConcurrentHashMap<TokenKey, StoredToken>()

                override suspend fun entries() = super.entries().map { entry -> seen.computeIfAbsent(entry.key) { entry } }
            }
        },
        BrokenStore("lists entries in another order", "entries and keys have the same keys, in the same order") {
            object : PlainStore(it) {
                override suspend fun entries() = super.entries().reversed()
            }
        },
        BrokenStore("lists one page", "keys returns the keys of all entries") {
            object : PlainStore(it) {
                override suspend fun keys(): Set<TokenKey> = super.keys().take(1).toSet()
            }
        },
        BrokenStore("does not list whether there is a refresh token", "entries describes all entries, without secrets") {
            object : PlainStore(it) {
                override suspend fun entries() =
                    listed().map { (key, token) ->
                        StoredToken(key, token.newBuilder().also { copy -> copy.refreshToken = null }.build())
                    }
            }
        },
    )
