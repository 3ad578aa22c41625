package io.github.oidcauth.internal.loopback

import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.ValidatedCallback

/**
 * Listens on the loopback interface for the browser to come back (RFC 8252 §7.3). It listens from the moment it is made, so
 * the browser can be opened at once; what arrives before [await] waits.
 */
internal interface CallbackListener : AutoCloseable {
    val port: Int

    /** Such as `http://localhost:{port}/callback`: what the login is told to come back to. */
    val redirectUri: String

    /**
     * Waits for the callback that [validator] accepts, runs [redeem] with it, and shows the browser how that ended.
     * Whatever else arrives is responded to with 404 and waiting goes on.
     *
     * @return what [redeem] returned.
     * @throws io.github.oidcauth.AuthException the error the callback brought, or what [redeem] threw.
     */
    suspend fun <T> await(
        validator: CallbackValidator,
        redeem: suspend (ValidatedCallback) -> T,
    ): T

    /** Stops listening and gives the port back, at once. Idempotent. */
    override fun close()

    /**
     * Stops waiting, and keeps the port from other programs for a while, as the browser may still come back: the response
     * to it says that it is too late. The next login of this process can have the port at once. After [close] this does nothing,
     * and after this [close] does nothing.
     */
    fun closeToLateCallbacks()
}
