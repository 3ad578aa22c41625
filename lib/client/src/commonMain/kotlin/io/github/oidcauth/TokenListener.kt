package io.github.oidcauth

/**
 * Hears of tokens that this program obtains, and of refresh tokens that come and go. Events of other programs that share the
 * store are not heard.
 *
 * Called after the store was written, once for each event, on a dispatcher that may block; the token is handed out
 * when the call returns. A store that could not be written has cost a warning by then, and [tokensObtained] is called all
 * the same. Whatever a function throws is reported as a warning and goes no further: the token is stored and handed out.
 * A caller who was cancelled meanwhile waits for the call to return.
 *
 * Calls for one key may come while that key is locked, so a function must not log in, refresh or lock the key. It must be
 * thread-safe. The tokens are the real ones: mind where they go.
 */
public interface TokenListener {
    /** A login or a refresh brought [token], which is kept under [key]. */
    public fun tokensObtained(
        key: TokenKey,
        token: Token,
    ) {}

    /**
     * A refresh of [key] brought a refresh token other than the one that was spent: [new] has it. [old] is the token that was
     * refreshed, or null when the refresh token that was spent is not from the store. Called after [tokensObtained]; alone, and with the
     * old access token, when nothing but the refresh token of the response could be used ([UnverifiedRefreshException]).
     */
    public fun refreshTokenRotated(
        key: TokenKey,
        old: Token?,
        new: Token,
    ) {}

    /** The server called the refresh token of [old] invalid, and it was removed from what is kept under [key]. */
    public fun refreshTokenRemoved(
        key: TokenKey,
        old: Token,
    ) {}
}
