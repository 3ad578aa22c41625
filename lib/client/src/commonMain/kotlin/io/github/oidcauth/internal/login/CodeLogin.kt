package io.github.oidcauth.internal.login

import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/** A login in the user's browser, from the login page to the token (RFC 6749 §4.1). */
internal fun interface CodeLogin {
    /**
     * Runs the login. With [autoOpen] the page may be opened in the browser, not only shown. The token is passed to [sink] as
     * soon as it is received.
     */
    suspend fun run(
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token

    companion object {
        /** The default timeout. Users may need to find a password manager, a phone or a second factor. */
        val DEFAULT_TIMEOUT: Duration = 5.minutes

        /**
         * Returns the exception for a login that did not come back in time. An authorization server shows an error page and does
         * not redirect the browser when a redirect URI is not registered (RFC 6749 §4.1.2.1). The program only notices the
         * timeout, so the message names the URI to register.
         */
        fun timedOut(
            timeout: Duration,
            redirectUri: String,
        ): TimedOutException = timedOut(timeout, redirectUri, "register that redirect URI for this client at the server")

        /** Returns the exception for a login with [redirect], one of whose ports was in [redirectUri]. */
        fun timedOut(
            timeout: Duration,
            redirectUri: String,
            redirect: LoopbackRedirect,
        ): TimedOutException {
            if (!redirect.isAnyPort) return timedOut(timeout, redirectUri)
            val advice =
                "register http://${redirect.host}${redirect.path} for this client at the server. If the server compares the " +
                    "port, choose fixed ports (redirectPorts, --ports) and register each"
            return timedOut(timeout, redirectUri, advice)
        }

        private fun timedOut(
            timeout: Duration,
            redirectUri: String,
            advice: String,
        ): TimedOutException =
            TimedOutException(
                "The browser was not redirected to $redirectUri within $timeout. If the login page showed an error, " +
                    "$advice. Otherwise start the login again, or allow more time.",
            )
    }
}
