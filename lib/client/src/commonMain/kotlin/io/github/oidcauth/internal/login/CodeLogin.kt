package io.github.oidcauth.internal.login

import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/** A login in the user's browser, from the page to the token (RFC 6749 §4.1). */
internal fun interface CodeLogin {
    /** With [autoOpen] the page may be opened, not only shown. The token goes to [sink] in the moment in which it arrives. */
    suspend fun run(
        autoOpen: Boolean,
        sink: TokenSink,
    ): Token

    companion object {
        /** A user looks for a password manager, a phone, a second factor. */
        val DEFAULT_TIMEOUT: Duration = 5.minutes

        /**
         * An authorization server shows its own page, and redirects nobody, when a redirect URI is not registered (RFC 6749
         * §4.1.2.1). Nothing but the end of the waiting tells the program, so the message names the URI to register.
         */
        fun timedOut(
            timeout: Duration,
            redirectUri: String,
        ): TimedOutException =
            TimedOutException(
                "Nobody came back from the browser to $redirectUri within $timeout. Did the login page show an error? Then " +
                    "register that redirect URI for this client at the server. Else start the login again, or allow it more time.",
            )
    }
}
