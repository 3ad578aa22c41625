package io.github.oidcauth.internal.session

import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/** A login in the person's browser, from the page to the token (RFC 6749 §4.1). */
internal fun interface CodeLogin {
    /** With [autoOpen] the page may be opened, not only shown. The token goes to [intake] in the moment in which it arrives. */
    suspend fun run(
        autoOpen: Boolean,
        intake: TokenIntake,
    ): Token

    companion object {
        /** A person looks for a password manager, a phone, a second factor. */
        val DEFAULT_TIMEOUT: Duration = 5.minutes

        fun timedOut(patience: Duration): TimedOutException =
            TimedOutException(
                "Nobody came back from the browser within $patience. Start the login again, or allow it more time.",
            )
    }
}
