package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token

/** The place where a source keeps its token. One caller at a time, except for [find]. */
internal interface TokenShelf {
    /** True if others can change the token. */
    val isShared: Boolean

    /** The token that was last found or put, or null. */
    val known: Token?

    /** Returns the token, good or not, or null if there is none. */
    suspend fun find(): Token?

    /** Stores [token], which replaces [replaced]. */
    suspend fun put(
        token: Token,
        replaced: Token?,
    )

    /**
     * Runs [action] while no other process or source that shares the token does. If the store has no lock, a [isRefresh] fails,
     * because a refresh token must not be sent twice.
     *
     * @throws io.github.oidcauth.AuthException if there is none.
     */
    suspend fun <T> exclusively(
        isRefresh: Boolean,
        action: suspend () -> T,
    ): T

    /** Leaves [exclusively], to begin it again, if somebody else may have sent the refresh token of [current] or of the grant. */
    suspend fun requireUnchanged(current: Token?)
}
