package io.github.oidcauth.internal.servers

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResult

/**
 * A server as logins see it. Every function makes the one request that it is named after, and before it those that find the
 * server and its keys. It throws an [io.github.oidcauth.AuthException] when one of them fails.
 */
internal interface LoginServer {
    /**
     * Finds the server and the keys that [refresh] needs with the same arguments, unless that was done already. [refresh] does so by
     * itself, but cannot be cancelled then, and its failures cannot be told from a rejected refresh token.
     */
    suspend fun prepareRefresh(
        refreshToken: String,
        current: Token?,
    ) {
    }

    /** Returns true if the stored [token] is of the kind that the configuration asks for. Otherwise only a login helps. */
    fun accepts(token: Token): Boolean = true

    /** Returns true if the server has a device grant, or does not say, so that a device login is worth trying. */
    suspend fun hasDeviceGrant(): Boolean

    /** Starts a device login (RFC 8628 §3.1). */
    suspend fun startDeviceLogin(): DeviceCode

    /** Polls once (RFC 8628 §3.4). [codeVerifier] is that of the codes, if they have one. */
    suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String? = null,
    ): PollResult

    /** Prepares a browser login that redirects to [redirectUri] (RFC 6749 §4.1.1). */
    suspend fun startBrowserLogin(redirectUri: String): PendingLogin

    /** Redeems the code in [callback] (RFC 6749 §4.1.3). */
    suspend fun redeem(callback: ValidatedCallback): Token

    /**
     * Requests a new token with [refreshToken], which is that of [current] unless that is null (RFC 6749 §6). Sent once: the
     * server may have rotated the refresh token even when no response arrives.
     *
     * @throws io.github.oidcauth.UnverifiedRefreshException when only the refresh token of the response is to be kept.
     */
    suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token
}
