package io.github.oidcauth.internal.servers

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResult

/**
 * What a login needs from a server, and all that flows know of it. Every function makes the one request that it is named after, and
 * before it those that are needed to find the server and its keys; it throws an [io.github.oidcauth.AuthException] when it did not
 * work out.
 */
internal interface LoginServer {
    /**
     * Gets what has to be known of the server before anything is asked of it, unless it is known already. Every other function does
     * so by itself; this is for who is about to make a request that cannot be cancelled.
     */
    suspend fun connect() {}

    /** Whether [token], which is stored, is what the configuration asks for by now. Otherwise only a login helps. */
    fun accepts(token: Token): Boolean = true

    /** Whether the server says that it has a device grant; true when it says nothing about it, so that asking it is worthwhile. */
    suspend fun hasDeviceGrant(): Boolean

    /** Starts a device login (RFC 8628 §3.1). */
    suspend fun startDeviceLogin(): DeviceCode

    /** Asks once whether the user has finished (RFC 8628 §3.4). [codeVerifier] is that of the codes, if they have one. */
    suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String? = null,
    ): PollResult

    /** Prepares a browser login that comes back to [redirectUri] (RFC 6749 §4.1.1). */
    suspend fun startBrowserLogin(redirectUri: String): PendingLogin

    /** Redeems the code that came back (RFC 6749 §4.1.3). */
    suspend fun redeem(callback: ValidatedCallback): Token

    /**
     * Buys a new token with [refreshToken], which is that of [current] unless that is null (RFC 6749 §6). Sent once: the server may
     * have rotated the refresh token even when no response arrives.
     *
     * @throws io.github.oidcauth.UnverifiedRefreshException when only the refresh token of the response is to be kept.
     */
    suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token
}
