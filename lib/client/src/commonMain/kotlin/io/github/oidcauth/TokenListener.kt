package io.github.oidcauth

/**
 * Is notified of the tokens that this program obtains, and of replaced and removed refresh tokens. It is not notified of what
 * other programs do that share the store. A lambda is notified of obtained tokens: `TokenListener { key, token -> … }`.
 *
 * Each event causes one call, after the store was written, on a dispatcher that may block; the token is returned to the
 * caller when the call returns. If the store could not be written, a warning was reported before, and [tokensObtained] is
 * called all the same. An exception that a function throws is reported as a warning and has no other effect: the token is
 * stored and returned. A caller that was cancelled meanwhile waits for the call to return.
 *
 * Calls for a key may happen while that key is locked, so a function must not log in, refresh or lock the key. It must be
 * thread-safe. The tokens contain the real secrets: do not print or log them.
 */
public fun interface TokenListener {
    /** Called when a login or a refresh has obtained [token], which is stored under [key]. */
    public fun tokensObtained(
        key: TokenKey,
        token: Token,
    )

    /**
     * Called when a refresh of [key] brought a new refresh token, which [new] contains. [old] is the token that was
     * refreshed, or null if the refresh token that was sent is not from the store. Called after [tokensObtained]. It is
     * called alone, with the old access token, if only the refresh token of the response could be used
     * ([UnverifiedRefreshException]).
     */
    public fun refreshTokenRotated(
        key: TokenKey,
        old: Token?,
        new: Token,
    ) {}

    /** Called when the server has rejected the refresh token of [old] as invalid, and it was removed from the entry [key]. */
    public fun refreshTokenRemoved(
        key: TokenKey,
        old: Token,
    ) {}
}
