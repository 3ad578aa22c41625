package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.TokenKey
import io.github.oidcauth.testing.StoreOperation

/** The texts for misuses of locks. */
internal object LockRules {
    fun nested(key: TokenKey): String = "withLock($key) inside of withLock($key): it would wait for itself for ever."

    fun promptUnderLock(key: TokenKey): String =
        "tryPromptLock($key) inside of withLock($key): while a user is asked, nobody could refresh."

    fun releasedTwice(key: TokenKey): String = "The prompt lock of $key was released by a caller that does not hold it any more."

    fun reversed(
        outer: TokenKey,
        inner: TokenKey,
    ): String =
        "withLock($inner) inside of withLock($outer), and elsewhere the other way round: two that do so at once wait for each " +
            "other for ever. Take locks in one order."

    fun leftOver(keys: Set<TokenKey>): String =
        "The test is over and the locks of $keys are still held. Wait for all refreshes before the end."

    fun afterTheEnd(kind: StoreOperation.Kind): String =
        "${kind.name.lowercase()} after the store was closed. Some code still runs when the test is over."
}
