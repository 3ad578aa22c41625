package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.withContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** A store that suspends in each call, before it looks and after it has written, and counts. */
internal class SlowStore(
    val kept: InMemoryTokenStore,
    var pause: Duration = 1.seconds,
) : TokenStore by kept {
    var locks = 0
    var puts = 0

    override suspend fun get(key: TokenKey): Token? {
        delay(pause)
        return kept.get(key).also { delay(pause) }
    }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        puts++
        delay(pause)
        kept.put(key, token)
        delay(pause)
    }

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        delay(pause)
        return kept.withLock(key) {
            locks++
            try {
                action()
            } finally {
                withContext(NonCancellable) { delay(pause) }
            }
        }.also { delay(pause) }
    }
}
