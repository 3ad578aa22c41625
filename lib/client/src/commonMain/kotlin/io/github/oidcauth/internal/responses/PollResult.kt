package io.github.oidcauth.internal.responses

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import kotlin.time.Duration

/** The result of one poll of the token endpoint (RFC 8628 §3.5). */
internal sealed interface PollResult {
    /** The user has finished the login. */
    class Granted(
        val token: Token,
    ) : PollResult

    /** `authorization_pending`. */
    data object Pending : PollResult

    /** `slow_down`, with the server's new [interval] if it names one, as GitHub does. */
    class SlowDown(
        val interval: Duration?,
        val cause: AuthException,
    ) : PollResult

    /** No response, or one that reports a temporary failure of the server: polling continues (RFC 8628 §3.5, last paragraph). */
    class Retryable(
        val cause: AuthException,
        val retryAfter: Duration?,
        /**
         * True if the server itself failed, not the connection to it. Waiting is then less likely to help, so the user is
         * informed.
         */
        val isServerFailure: Boolean = false,
    ) : PollResult

    /** The login has failed for good. */
    class Refused(
        val cause: AuthException,
    ) : PollResult
}
