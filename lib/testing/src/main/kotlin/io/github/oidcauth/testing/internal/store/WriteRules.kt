package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey

/** The rules for writes. Pure: each function returns the description of a misuse, or null. */
internal object WriteRules {
    fun underAnothersLock(
        key: TokenKey,
        what: String,
    ): String =
        "$what($key) while another caller holds the lock of that key: its write would replace this one, or " +
            "bring back a removed token. Take the lock to change a token that others refresh."

    fun put(
        key: TokenKey,
        before: Token?,
        token: Token,
        isLocked: Boolean,
        requiresLock: Boolean,
    ): String? =
        when {
            before == null || before.accessToken == token.accessToken -> null
            isLocked && before.refreshToken != null && token.refreshToken == null -> lostRefreshToken(key)
            isLocked -> null
            before.refreshToken != null && before.refreshToken == token.refreshToken -> refreshedWithoutLock(key)
            requiresLock -> replacedWithoutLock(key)
            else -> null
        }

    private fun lostRefreshToken(key: TokenKey) =
        "put($key) loses the refresh token: the new token has none, and the one before had one. A response without one " +
            "means that the old one stays valid (RFC 6749 §6). Keep it, or the user has to log in again."

    private fun refreshedWithoutLock(key: TokenKey) =
        "put($key) of a refreshed token without the lock: two that refresh at once send the same refresh token twice, and a " +
            "server that rotates them ends the session. Refresh inside of withLock, after another look at the store."

    private fun replacedWithoutLock(key: TokenKey) =
        "put($key) in place of another token without the lock, which this store is set to require. Refresh in withLock, " +
            "after another look at the store."
}
