// Tested by StoresContractTest and TokenAcquirerTest.
package io.github.oidcauth

import io.github.oidcauth.internal.concurrent.KeyedMutex
import io.github.oidcauth.internal.tokenfile.document.isStale
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update
import kotlin.jvm.JvmSynthetic
import kotlin.time.Clock
import kotlin.time.Instant

/**
 * Keeps tokens in memory as long as the object lives, without a file and for this process alone.
 *
 * Thread-safe. No function blocks or waits, except [withLock] and its wait for the lock. No function throws [StoreException],
 * except [put] and [replace] for a token that is larger than [TokenSizeLimit.BYTES]. [put], and reading a stale
 * entry, drop all stale entries.
 */
public class InMemoryTokenStore
    internal constructor(
        /** Returns the time by which entries become stale. */
        private val now: () -> Instant,
    ) : InMemoryTokenStoreForJava(),
        TokenStore {
        /** Keeps tokens in memory, which become stale by the clock of the system. */
        public constructor() : this(Clock.System::now)

        private class Entry(
            val token: Token,
            val storedAt: Instant,
        )

        private val tokens = MutableStateFlow(emptyMap<TokenKey, Entry>())
        private val locks = KeyedMutex<TokenKey>()

        @JvmSynthetic
        override suspend fun get(key: TokenKey): Token? {
            val entry = tokens.value[key] ?: return null
            return entry.unlessStale() ?: null.also { dropStale() }
        }

        @JvmSynthetic
        override suspend fun put(
            key: TokenKey,
            token: Token,
        ) {
            TokenSizeLimit.require(key, token)
            val time = now()
            tokens.update { before -> before.filterValues { !it.token.isStale(time) } + (key to Entry(token, time)) }
        }

        @JvmSynthetic
        override suspend fun remove(key: TokenKey): Boolean {
            while (true) {
                val before = tokens.value
                if (key !in before) return false
                if (tokens.compareAndSet(before, before - key)) return true
            }
        }

        @JvmSynthetic
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

        @JvmSynthetic
        override suspend fun replace(
            key: TokenKey,
            seen: Token,
            token: Token,
        ): Boolean {
            TokenSizeLimit.require(key, token)
            while (true) {
                val before = tokens.value
                if (before[key].unlessStale() != seen) return false
                if (tokens.compareAndSet(before, before + (key to Entry(token, now())))) return true
            }
        }

        @JvmSynthetic
        override suspend fun removeUnreadable() {
            val time = now()
            tokens.update { before -> if (before.values.all { it.token.isStale(time) }) emptyMap() else before }
        }

        @JvmSynthetic
        override suspend fun removeStale(): Int = dropStale()

        @JvmSynthetic
        override suspend fun keys(): Set<TokenKey> {
            dropStale()
            return tokens.value.keys.toSet()
        }

        @JvmSynthetic
        override suspend fun entries(): List<StoredToken> {
            dropStale()
            return tokens.value.map { (key, entry) -> StoredToken(key, entry.token, entry.storedAt) }
        }

        @JvmSynthetic
        override suspend fun clear() {
            tokens.value = emptyMap()
        }

        @JvmSynthetic
        override suspend fun <T> withLock(
            key: TokenKey,
            action: suspend () -> T,
        ): T = locks.withLock(key, action)

        override fun toString(): String = "InMemoryTokenStore"

        private fun dropStale(): Int {
            while (true) {
                val time = now()
                val before = tokens.value
                val after = before.filterValues { !it.token.isStale(time) }
                if (after.size == before.size || tokens.compareAndSet(before, after)) return before.size - after.size
            }
        }

        private fun Entry?.unlessStale(): Token? = this?.token?.takeUnless { it.isStale(now()) }

        private companion object {
            init {
                requireFittingVersions()
            }
        }
    }

/** Keeps tokens in memory, which become stale by [clock]. */
@JvmSynthetic
public fun InMemoryTokenStore(clock: Clock): InMemoryTokenStore = InMemoryTokenStore(clock::now)
