package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.yield

/** Actions at the suspension points of a test, which are counted over its store and its server. */
internal class SuspensionPoints {
    var passed = 0
        private set
    private var target = 0
    private var action: () -> Unit = {}

    /** From now on: [action] at the point number [target], 0 for never. */
    fun aim(
        target: Int,
        action: () -> Unit,
    ) {
        passed = 0
        this.target = target
        this.action = action
    }

    suspend fun pass() {
        yield()
        if (++passed == target) action()
    }
}

/** A store that suspends at each call, before and after, as one on a network does. It executes the call all the same. */
internal class SuspendingStore(
    private val kept: InMemoryTokenStore,
    private val points: SuspensionPoints,
) : TokenStore by kept {
    /** True if the next call fails. */
    var isFailing = false

    override suspend fun get(key: TokenKey): Token? = suspending { kept.get(key) }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) = suspending { kept.put(key, token) }

    override suspend fun replace(
        key: TokenKey,
        seen: Token,
        token: Token,
    ): Boolean = suspending { kept.replace(key, seen, token) }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        points.pass()
        return kept.withLock(key, action).also { points.pass() }
    }

    private suspend fun <T> suspending(action: suspend () -> T): T {
        points.pass()
        if (isFailing) {
            isFailing = false
            throw StoreException("The disk is full.")
        }
        return action().also { points.pass() }
    }
}
