// Tested by FlowInstancesTest.
package io.github.oidcauth

/**
 * A login of a user for one configuration: [DeviceFlow] or [CodeFlow]. Both find the same stored token, and differ in how a
 * user logs in when there is none.
 *
 * ```
 * val flow: Flow = if (hasBrowser) CodeFlow(host) else DeviceFlow(host)
 * val token = flow.authenticate()
 * ```
 *
 * Thread-safe. Java callers use [io.github.oidcauth.java.BlockingFlow].
 */
public sealed interface Flow {
    /** The configuration, as given. */
    public val config: Config

    /**
     * Returns the stored token, even if it has expired, or null if there is none. No request is made. @throws StoreException
     * if the store cannot be read
     */
    @JvmSynthetic
    public suspend fun token(): Token?

    /**
     * Returns a usable token: from the store, else by a refresh, else by a login of the user. With [force], always by a login.
     * With [autoOpen], the login page is opened in a browser; its URL is shown in any case.
     *
     * If this is cancelled during a refresh, it ends after the response has been stored.
     *
     * @throws AuthException if no token can be obtained; its subclasses tell the reason.
     */
    @JvmSynthetic
    public suspend fun authenticate(
        force: Boolean = false,
        autoOpen: Boolean = config.openBrowser,
    ): Token

    /**
     * Refreshes the stored token, even if it has expired, unless another user of the store refreshes it meanwhile, and stores
     * the response.
     *
     * The request is sent once. If it fails with a [TransportException], the server may have executed it all the same.
     *
     * @throws InteractionRequiredException if there is no refresh token.
     * @throws InvalidGrantException if the server no longer accepts the refresh token.
     */
    @JvmSynthetic
    public suspend fun refresh(): Token

    /**
     * Redeems [refreshToken], from any source, and stores the response. The request is sent once, even if several callers of
     * this process pass the same token at the same time: they share the result.
     *
     * @throws UnverifiedRefreshException if the store does not have this token, and only the refresh token of the response
     *     can be used: store it yourself.
     * @throws AuthException for all other failures.
     */
    @JvmSynthetic
    public suspend fun refresh(refreshToken: String): Token
}
