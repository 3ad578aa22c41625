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
     * Waits for the callback that [validator] accepts, runs [redeem] with it, and shows the browser how that ended.
     * Whatever else arrives gets 404 and waiting goes on.
     *
     * @return what [redeem] returned.
     * @throws io.github.oidcauth.AuthException the error the callback brought, or what [redeem] threw.
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
