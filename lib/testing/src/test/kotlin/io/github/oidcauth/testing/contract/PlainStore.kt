package io.github.oidcauth.testing.contract

import io.github.oidcauth.PromptHolder
import io.github.oidcauth.PromptLock
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.ConcurrentSkipListMap
import kotlin.time.Clock

/** The place in which a [PlainStore] keeps its tokens, which others may share. */
internal class Shelf {
    val entries = ConcurrentSkipListMap<String, Pair<TokenKey, Token>>()
    val locks = ConcurrentHashMap<String, Mutex>()
    val prompts: MutableSet<String> = ConcurrentHashMap.newKeySet()
}

/** A store that does everything well, in parts that can each be done badly. */
internal open class PlainStore(
    val clock: Clock,
    val shelf: Shelf = Shelf(),
) : TokenStore {
    protected open fun nameOf(key: TokenKey): String = key.value

    protected open fun lockOf(key: TokenKey): Mutex = shelf.locks.computeIfAbsent(nameOf(key)) { Mutex() }

    protected open fun isStale(token: Token): Boolean = token.staleAt.let { it != null && clock.now() >= it }

    protected open fun toKeep(
        before: Token?,
        token: Token,
    ): Token = token

    protected open fun requireSize(
        key: TokenKey,
        token: Token,
    ): Unit = TokenSizeLimit.require(key, token)

    protected fun listed(): List<Pair<TokenKey, Token>> = shelf.entries.values.filter { !isStale(it.second) }

    override suspend fun get(key: TokenKey): Token? = shelf.entries[nameOf(key)]?.second?.takeUnless(::isStale)

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        requireSize(key, token)
        shelf.entries[nameOf(key)] = key to toKeep(shelf.entries[nameOf(key)]?.second, token)
    }

    override suspend fun remove(key: TokenKey): Boolean = shelf.entries.remove(nameOf(key)) != null

    override suspend fun keys(): Set<TokenKey> = listed().mapTo(LinkedHashSet()) { it.first }

    override suspend fun entries(): List<StoredToken> = listed().map { (key, token) -> StoredToken(key, token) }

    override suspend fun clear(): Unit = shelf.entries.clear()

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T = lockOf(key).withLock { action() }

    override suspend fun tryPromptLock(key: TokenKey): PromptLock =
        if (shelf.prompts.add(nameOf(key))) {
            PromptLock.Held { shelf.prompts -= nameOf(key) }
        } else {
            PromptLock.Busy(PromptHolder())
        }
}
