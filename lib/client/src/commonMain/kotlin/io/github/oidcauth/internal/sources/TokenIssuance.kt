package io.github.oidcauth.internal.sources

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token

/** The way in which a source gets tokens. One caller at a time. */
internal interface TokenIssuance {
    /** Returns true if [current] can be replaced, as far as is known. */
    fun canReplace(current: Token?): Boolean

    /** Returns true if a refresh token is sent to replace [current]. */
    fun isRefresh(current: Token?): Boolean = false

    /** Returns true if a user is waited for, so that no lock may be held. */
    fun waitsForUser(current: Token?): Boolean = false

    /**
     * Obtains a token in place of [current], which [shelf] stores. Returns null if it has waited for a user, and [isAwaited] has
     * returned false.
     *
     * @throws AuthException if that fails.
     */
    suspend fun issue(
        current: Token?,
        shelf: TokenShelf,
        isAwaited: () -> Boolean,
    ): Token?
}
