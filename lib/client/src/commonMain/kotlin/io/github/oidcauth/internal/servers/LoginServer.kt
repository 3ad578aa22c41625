package io.github.oidcauth.internal.servers

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResult

/**
 * The operations of a server that logins need. Every function makes the one request that it is named after, preceded by the
 * requests that find the server and its keys. It throws an [io.github.oidcauth.AuthException] on failure.
 */
internal interface LoginServer {
    /**
     * Fetches the metadata of the server unless they are known. Every other function does so by itself; this is for callers that
     * are about to make a request that cannot be cancelled.
     */
    suspend fun connect() {}

    /** Returns whether the stored [token] is still what the configuration requires. If not, a new login is needed. */
    fun accepts(token: Token): Boolean = true

    /** Returns whether the server has a device grant; true when it does not say, so that a request is worthwhile. */
    suspend fun hasDeviceGrant(): Boolean

    /** Starts a device login (RFC 8628 §3.1). */
    suspend fun startDeviceLogin(): DeviceCode

    /** Polls once (RFC 8628 §3.4). [codeVerifier] belongs to the device code, if it has one. */
    suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String? = null,
    ): PollResult

    /** Prepares a browser login that redirects to [redirectUri] (RFC 6749 §4.1.1). */
    suspend fun startBrowserLogin(redirectUri: String): PendingLogin

    /** Redeems the code in [callback] (RFC 6749 §4.1.3). */
    suspend fun redeem(callback: ValidatedCallback): Token

    /**
     * Refreshes a token with [refreshToken], which is that of [current] unless that is null (RFC 6749 §6). The request is sent
     * once: the server may have rotated the refresh token even when no response arrives.
     *
     * @throws io.github.oidcauth.UnverifiedRefreshException when only the refresh token of the response may be kept.
     */
    suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token
}
