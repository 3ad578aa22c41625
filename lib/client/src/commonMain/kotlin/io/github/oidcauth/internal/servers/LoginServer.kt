// Tested by IssuerServerTest.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.DeviceCode
import io.github.oidcauth.Token
import io.github.oidcauth.internal.callback.PendingLogin
import io.github.oidcauth.internal.callback.ValidatedCallback
import io.github.oidcauth.internal.responses.PollResult

/**
 * A server as logins use it. Every function sends the request that its name describes, and before it the requests that find the
 * server and its keys. It throws an [io.github.oidcauth.AuthException] when a request fails.
 */
internal interface LoginServer {
    /**
     * Finds the server and the keys that [refresh] needs with the same arguments, unless they are known. Without this call,
     * [refresh] finds them, but it cannot be cancelled, and a failure looks like a rejected refresh token.
     */
    suspend fun prepareRefresh(
        refreshToken: String,
        current: Token?,
    ) {
    }

    /** Returns true if the stored [token] is of the kind that the configuration requires. If it is not, only a login helps. */
    fun accepts(token: Token): Boolean = true

    /**
     * Returns the advice for a user whose login has brought a token that expires and no refresh token, or null if there is
     * none. No request is made.
     */
    fun adviceWithoutRefreshToken(): String? = null

    /** Returns true if the server has a device grant, or does not say, so that a device login should be tried. */
    suspend fun hasDeviceGrant(): Boolean

    /** Starts a device login (RFC 8628 §3.1). */
    suspend fun startDeviceLogin(): DeviceCode

    /** Polls once (RFC 8628 §3.4). [codeVerifier] belongs to the codes; it is null if they have none. */
    suspend fun pollOnce(
        deviceCode: String,
        codeVerifier: String? = null,
    ): PollResult

    /** Prepares a browser login that redirects to [redirectUri] (RFC 6749 §4.1.1). */
    suspend fun startBrowserLogin(redirectUri: String): PendingLogin

    /** Redeems the code in [callback] (RFC 6749 §4.1.3). */
    suspend fun redeem(callback: ValidatedCallback): Token

    /**
     * Requests a new token with [refreshToken] (RFC 6749 §6), the refresh token of [current] unless [current] is null. The
     * request is sent once: the server may have rotated the refresh token even when no response arrives.
     *
     * @throws io.github.oidcauth.UnverifiedRefreshException when only the refresh token of the response can be used.
     */
    suspend fun refresh(
        refreshToken: String,
        current: Token?,
    ): Token
}
