// Tested by GrantEventsTest and TokenEventsTest.
package io.github.oidcauth

import io.github.oidcauth.internal.interaction.CombinedTokenListener
import kotlin.jvm.JvmStatic

/**
 * Is notified of the tokens that this program obtains, and of replaced and removed refresh tokens. It is not notified of what
 * other programs do that share the store.
 *
 * A lambda is notified of obtained tokens, and [onRotated] and [onRemoved] add the other events:
 *
 * ```
 * listener = TokenListener { key, token -> save(key, token) }
 *     .onRotated { key, old, new -> log("$key was refreshed") }
 *     .onRemoved { key, old -> forget(key) }
 * ```
 *
 * In Java, [onObtained] begins such a chain: `TokenListener.onObtained((key, token) -> …).onRemoved((key, old) -> …)`.
 *
 * Each event causes one call, on a dispatcher that may block; the token is returned to the caller when the call returns. A
 * caller that was cancelled meanwhile waits for the call to return. It must be thread-safe. The tokens contain the real
 * secrets: do not print or log them.
 *
 * - **In a login or a refresh of `authenticate`** (`Config.listener`), an event follows the write to the store. If
 *   the store could not be written, a warning was reported before, and [tokensObtained] is called all the same. An exception
 *   that a function throws is reported as a warning and has no other effect: the token is stored and returned. Calls for a key
 *   may happen while that key is locked, so a function must not log in, refresh or lock the key.
 * - **In an [io.github.oidcauth.oauth2.OAuth2Client]** ([io.github.oidcauth.oauth2.ClientConfig.listener]), nothing is stored. An
 *   exception that a function throws is thrown to the caller, who then has the token from the listener alone; the failure of
 *   a refresh is a suppressed exception of it; a polling job
 *   returns it when it is asked again. A function must not use the polling job whose token it is notified of. The key has the
 *   issuer (or else the token endpoint), the client id, and the audiences, resources and scope that the grant requests (or else
 *   the granted scope).
 */
public fun interface TokenListener {
    /** Called when a login, a refresh or another grant has obtained [token], which is stored under [key] if there is a store. */
    public fun tokensObtained(
        key: TokenKey,
        token: Token,
    )

    /**
     * Called when a refresh of [key] brought a new refresh token, which [new] contains. [old] is the token that was
     * refreshed, or null if only its refresh token was known. Called after [tokensObtained]. It is called alone, with the old
     * access token, if only the refresh token of the response could be used ([UnverifiedRefreshException]).
     */
    public fun refreshTokenRotated(
        key: TokenKey,
        old: Token?,
        new: Token,
    ) {}

    /**
     * Called when the server has rejected the refresh token of [old] as invalid, and it was removed from the entry [key] if there
     * is a store. A client that refreshed with the text of a refresh token alone does not call it.
     */
    public fun refreshTokenRemoved(
        key: TokenKey,
        old: Token,
    ) {}

    /** Returns a listener that does what this one does, and calls [handler] for rotated refresh tokens too. */
    public fun onRotated(handler: Rotated): TokenListener = CombinedTokenListener(this, rotated = handler)

    /** Returns a listener that does what this one does, and calls [handler] for removed refresh tokens too. */
    public fun onRemoved(handler: Removed): TokenListener = CombinedTokenListener(this, removed = handler)

    /** Is notified of rotated refresh tokens. */
    public fun interface Rotated {
        /** @see TokenListener.refreshTokenRotated */
        public fun refreshTokenRotated(
            key: TokenKey,
            old: Token?,
            new: Token,
        )
    }

    /** Is notified of removed refresh tokens. */
    public fun interface Removed {
        /** @see TokenListener.refreshTokenRemoved */
        public fun refreshTokenRemoved(
            key: TokenKey,
            old: Token,
        )
    }

    public companion object {
        /** Returns [handler], which is notified of obtained tokens: the beginning of a chain in Java. */
        @JvmStatic
        public fun onObtained(handler: TokenListener): TokenListener = handler
    }
}
