package io.github.oidcauth.testing.contract

import io.github.oidcauth.StoredToken
import io.github.oidcauth.TokenKey
import java.util.concurrent.ConcurrentHashMap

/** Stores whose lists are not what they have. */
internal val storesThatListOtherwise: List<BrokenStore> =
    listOf(
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
        BrokenStore("lists one page", "keys names all that is kept") {
            object : PlainStore(it) {
                override suspend fun keys(): Set<TokenKey> = super.keys().take(1).toSet()
            }
        },
        BrokenStore("does not list whether there is a refresh token", "entries tells of all that is kept, and no secret") {
            object : PlainStore(it) {
                override suspend fun entries() =
                    listed().map { (key, token) ->
                        StoredToken(key, token.newBuilder().also { copy -> copy.refreshToken = null }.build())
                    }
            }
        },
    )
