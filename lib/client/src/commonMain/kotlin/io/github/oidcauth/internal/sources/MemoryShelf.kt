package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import kotlin.concurrent.Volatile

/** Stores the token in memory, for one source alone. [seed] is the first one. */
internal class MemoryShelf(
    seed: Token? = null,
) : TokenShelf {
    override val isShared: Boolean get() = false

    @Volatile
    override var known: Token? = seed
        private set

    override suspend fun find(): Token? = known

    override suspend fun put(
        token: Token,
        replaced: Token?,
    ) {
        known = token
    }

    override suspend fun <T> exclusively(
        isRefresh: Boolean,
        action: suspend () -> T,
    ): T = action()

    override suspend fun requireUnchanged(current: Token?): Unit = Unit
}
