package io.github.oidcauth.java

import io.github.oidcauth.BrowserLogin
import io.github.oidcauth.CodeReceiver
import io.github.oidcauth.internal.concurrent.InteractionThreads
import io.github.oidcauth.internal.files.blocking
import kotlinx.coroutines.CoroutineDispatcher
import java.io.IOException

/**
 * A [CodeReceiver] of your own, written in Java or with other blocking code. Extend it, or give a lambda to [of], and pass it
 * to `Config.Builder.codeReceiver`.
 */
public abstract class JavaCodeReceiver internal constructor(
    /** @see CodeReceiver.redirectUri */
    final override val redirectUri: String,
    private val dispatcher: CoroutineDispatcher,
) : CodeReceiver {
    /** Sets [CodeReceiver.redirectUri], for a subclass. */
    public constructor(redirectUri: String) : this(redirectUri, InteractionThreads.dispatcher)

    /**
     * Sends the user to the page `login.getUrl()` to log in, and returns the whole URL that the browser was sent to, for which
     * `login.isCallback` is true. Returns null if the user gave up. It is called on a separate thread, which is interrupted
     * when the login is cancelled and when the time for it is over. See [CodeReceiver.receive].
     *
     * @throws Exception ends the login with a [io.github.oidcauth.CallbackUnavailableException].
     */
    @Throws(IOException::class, InterruptedException::class)
    protected abstract fun awaitResponse(login: BrowserLogin): String?

    /** Sends a user to a login page and waits for the response: [awaitResponse] as a lambda, for [of]. */
    public fun interface Browser {
        /** See [JavaCodeReceiver.awaitResponse]. */
        @Throws(IOException::class, InterruptedException::class)
        public fun awaitResponse(login: BrowserLogin): String?
    }

    @JvmSynthetic
    final override suspend fun receive(login: BrowserLogin): String? = blocking(dispatcher) { awaitResponse(login) }

    public companion object {
        /** Returns a receiver for [redirectUri] whose [awaitResponse] is [browser]. Two receivers are never equal. */
        @JvmStatic
        public fun of(
            redirectUri: String,
            browser: Browser,
        ): JavaCodeReceiver =
            object : JavaCodeReceiver(redirectUri) {
                override fun awaitResponse(login: BrowserLogin): String? = browser.awaitResponse(login)
            }
    }
}
