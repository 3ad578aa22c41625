package io.github.oidcauth.internal.loopback

import io.github.oidcauth.internal.callback.CallbackValidator
import io.github.oidcauth.internal.callback.ValidatedCallback

/**
 * Listens on the loopback interface for the redirect of the browser (RFC 8252 §7.3). It listens from its creation, so the browser
 * can be opened at once; requests that arrive before [await] wait.
 */
internal interface CallbackListener : AutoCloseable {
    val port: Int

    /** The redirect URI of the login, such as `http://localhost:{port}/callback`. */
    val redirectUri: String

    /**
     * Waits for the callback that [validator] accepts, runs [redeem] with it, and shows the result of [redeem] in the browser.
     * Any other request gets the status 404, and the wait continues.
     *
     * @return the result of [redeem].
     * @throws io.github.oidcauth.AuthException the error that the callback reports, or the one that [redeem] threw.
     */
    suspend fun <T> await(
        validator: CallbackValidator,
        redeem: suspend (ValidatedCallback) -> T,
    ): T

    /** Stops listening and releases the port at once. Idempotent. */
    override fun close()

    /**
     * Stops waiting, and keeps the port for a while: the browser may still be redirected to it, and then gets a page that says
     * that it is too late, and no other program gets the code. The next login of this process can use the port at once. After
     * [close] this does nothing, and after this [close] does nothing.
     */
    fun closeToLateCallbacks()
}
