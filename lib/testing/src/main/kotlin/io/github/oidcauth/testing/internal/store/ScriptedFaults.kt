package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.testing.StoreOperation

/** The scripted failures, each of which happens once. Thread-safe. */
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

    /** Returns the exception that an operation of that [kind] must throw now, or null. */
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

    /** Returns the tokens that another process has stored under [key] before the lock was taken, in order. */
    @Synchronized
    fun writesBefore(key: TokenKey): List<Token?> {
        val due = writes.filter { it.first == key }
        writes.removeAll(due)
        return due.map { it.second }
    }
}
