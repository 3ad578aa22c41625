package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.testing.StoreOperation

/** What is to go wrong, each thing once. Thread-safe. */
internal class ScriptedFaults {
    private val failures = ArrayList<Pair<StoreOperation.Kind, StoreException>>()
    private val writes = ArrayList<Pair<TokenKey, Token?>>()

    @Synchronized
    fun failNext(
        kind: StoreOperation.Kind,
        failure: StoreException,
    ) {
        failures += kind to failure
    }

    /** What an operation of that [kind] has to throw now, if anything. */
    @Synchronized
    fun next(kind: StoreOperation.Kind): StoreException? {
        val index = failures.indexOfFirst { it.first == kind }
        return if (index < 0) null else failures.removeAt(index).second
    }

    @Synchronized
    fun writeBeforeNextLock(
        key: TokenKey,
        token: Token?,
    ) {
        writes += key to token
    }

    /** What another process has put under [key] before the lock was had, in order. */
    @Synchronized
    fun writesBefore(key: TokenKey): List<Token?> {
        val due = writes.filter { it.first == key }
        writes.removeAll(due)
        return due.map { it.second }
    }
}
