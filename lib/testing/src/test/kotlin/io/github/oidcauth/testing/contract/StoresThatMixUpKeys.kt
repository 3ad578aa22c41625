package io.github.oidcauth.testing.contract

import io.github.oidcauth.TokenKey
import kotlinx.coroutines.sync.Mutex
import java.text.Normalizer

/** Stores that take one key for another. */
internal val storesThatMixUpKeys: List<BrokenStore> =
    listOf(
        BrokenStore("cuts keys at the fragment", "an issuer's key and an application's at the same address are different") {
            object : PlainStore(it) {
                override fun nameOf(key: TokenKey) = key.value.substringBefore('#')
            }
        },
        BrokenStore("writes keys in lower case", "keys that differ in the case of a letter are different") {
            object : PlainStore(it) {
                override fun nameOf(key: TokenKey) = key.value.lowercase()
            }
        },
        BrokenStore("cuts keys at 255 characters", "keys that differ at the end of 3000 characters are different") {
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
    )
