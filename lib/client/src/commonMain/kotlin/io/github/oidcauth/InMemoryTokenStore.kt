// Tested by StoresContractTest and TokenAcquirerTest.
package io.github.oidcauth

import io.github.oidcauth.internal.concurrent.KeyedMutex
import io.github.oidcauth.internal.tokenfile.document.isStale
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlin.jvm.JvmOverloads
import kotlin.time.Clock
import kotlin.time.Instant

/**
 * Keeps tokens in memory as long as the object lives, without a file and for this process alone.
 *
 * Thread-safe. No function blocks or waits, except [withLock] and its wait for the lock. No function throws [StoreException],
 * except [put] and [replace] for a token that is larger than [TokenSizeLimit.BYTES]. [put], and reading a stale entry, drop all stale entries.
 */
public class InMemoryTokenStore
    @JvmOverloads
    constructor(
        /** The clock by which entries become stale. */
        private val clock: Clock = Clock.System,
    ) : TokenStore {
        private class Entry(
            val token: Token,
            val storedAt: Instant,
        )

        private val tokens = MutableStateFlow(emptyMap<TokenKey, Entry>())
        private val locks = KeyedMutex<TokenKey>()

        override suspend fun get(key: TokenKey): Token? {
            val entry = tokens.value[key] ?: return null
            return entry.unlessStale() ?: null.also { dropStale() }
        }

        override suspend fun put(
            key: TokenKey,
            token: Token,
        ) {
            TokenSizeLimit.require(key, token)
            val now = clock.now()
            tokens.update { before -> before.filterValues { !it.token.isStale(now) } + (key to Entry(token, now)) }
        }

        override suspend fun remove(key: TokenKey): Boolean {
            while (true) {
                val before = tokens.value
                if (key !in before) return false
                if (tokens.compareAndSet(before, before - key)) return true
            }
        }

        override suspend fun remove(
            key: TokenKey,
            seen: Token?,
        ): Boolean {
            while (true) {
                val before = tokens.value
                if (key !in before || before[key].unlessStale() != seen) return false
                if (tokens.compareAndSet(before, before - key)) return true
            }
        }

        override suspend fun replace(
            key: TokenKey,
            seen: Token,
            token: Token,
        ): Boolean {
            TokenSizeLimit.require(key, token)
            while (true) {
                val before = tokens.value
                if (before[key].unlessStale() != seen) return false
                if (tokens.compareAndSet(before, before + (key to Entry(token, clock.now())))) return true
            }
        }

        override suspend fun removeUnreadable() {
            val now = clock.now()
            tokens.update { before -> if (before.values.all { it.token.isStale(now) }) emptyMap() else before }
        }

        override suspend fun removeStale(): Int = dropStale()

        override suspend fun keys(): Set<TokenKey> {
            dropStale()
            return tokens.value.keys
        }

        override suspend fun entries(): List<StoredToken> {
            dropStale()
            return tokens.value.map { (key, entry) -> StoredToken(key, entry.token, entry.storedAt) }
        }

        override suspend fun clear() {
            tokens.value = emptyMap()
        }

        override suspend fun <T> withLock(
            key: TokenKey,
            action: suspend () -> T,
        ): T = locks.withLock(key, action)

        override fun toString(): String = "InMemoryTokenStore"

        private fun dropStale(): Int {
            while (true) {
                val now = clock.now()
                val before = tokens.value
                val after = before.filterValues { !it.token.isStale(now) }
                if (after.size == before.size || tokens.compareAndSet(before, after)) return before.size - after.size
            }
        }

        private fun Entry?.unlessStale(): Token? = this?.token?.takeUnless { it.isStale(clock.now()) }

        private companion object {
            init {
                requireFittingVersions()
            }
        }
    }
