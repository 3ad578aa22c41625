package io.github.oidcauth.testing.contract

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.awaitCancellation

/** Stores whose prompt lock keeps the wrong ones out, or in. */
internal val storesThatPromptTwice: List<BrokenStore> =
    listOf(
        BrokenStore("never gives the prompt lock back", "the prompt lock is free at first, and after its release") {
            object : PlainStore(it) {
                override suspend fun tryPromptLock(key: TokenKey): PromptLock {
                    val lock = super.tryPromptLock(key)
                    return if (lock is PromptLock.Held) PromptLock.Held {} else lock
                }
            }
        },
        BrokenStore("gives the prompt lock to everybody", "a busy prompt lock is not waited for") {
            object : PlainStore(it) {
                override suspend fun tryPromptLock(key: TokenKey): PromptLock = PromptLock.Held {}
            }
        },
        BrokenStore("waits for the prompt lock", "a busy prompt lock is not waited for") {
            object : PlainStore(it) {
                override suspend fun tryPromptLock(key: TokenKey): PromptLock =
                    super.tryPromptLock(key) as? PromptLock.Held ?: awaitCancellation()
            }
        },
        BrokenStore("has one prompt lock for all keys", "the prompt lock of one key does not block another key") {
            object : PlainStore(it) {
                private val only = TokenKey.of("https://only.example.com")

                override suspend fun tryPromptLock(key: TokenKey): PromptLock = super.tryPromptLock(only)
            }
        },
        BrokenStore("writes nothing while a user is asked", "the prompt lock blocks nothing else") {
            object : PlainStore(it) {
                override suspend fun put(key: TokenKey, token: Token) {
                    if (key.value !in shelf.prompts) super.put(key, token)
                }
            }
        },
        BrokenStore(
            "has one lock for both",
            "the lock of a key does not block its prompt lock",
        ) {
            object : PlainStore(it) {
                override suspend fun tryPromptLock(key: TokenKey): PromptLock =
                    if (lockOf(key).isLocked) PromptLock.Busy(PromptHolder()) else super.tryPromptLock(key)
            }
        },
    )

/** The same of two. */
internal val siblingsThatPromptTwice: List<BrokenSibling> =
    listOf(
        BrokenSibling("has prompt locks of its own", "the prompt lock of one store excludes the other until its release") {
            object : PlainStore(it.clock, it.shelf) {
                private val own = PlainStore(it.clock)

                override suspend fun tryPromptLock(key: TokenKey): PromptLock = own.tryPromptLock(key)
            }
        },
        BrokenSibling(
            "asks for no key while the other asks for one",
            "the prompt lock of one store does not block another key of the other",
        ) {
            object : PlainStore(it.clock, it.shelf) {
                override suspend fun tryPromptLock(key: TokenKey): PromptLock =
                    if (shelf.prompts.isEmpty()) super.tryPromptLock(key) else PromptLock.Busy(PromptHolder())
            }
        },
    )
