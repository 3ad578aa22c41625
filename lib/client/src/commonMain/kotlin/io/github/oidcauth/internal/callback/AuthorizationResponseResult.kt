package io.github.oidcauth.internal.callback

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.text.REDACTED

/** What is to be made of what came back from an authorization endpoint. */
internal sealed interface AuthorizationResponseResult {
    /** The response to our request, with a code. */
    class Granted(
        val code: String,
        /** The server that the response names, compared already; null when it names none. */
        val issuer: String?,
        /** What else is in the response, once each. Nobody has looked at it. */
        val otherParameters: Map<String, String> = emptyMap(),
    ) : AuthorizationResponseResult {
        override fun toString(): String = "Granted($REDACTED)"
    }

    /** The response to our request, with an error, or one that must not be used. */
    class Refused(
        val cause: AuthException,
    ) : AuthorizationResponseResult

    /** As [Refused], but the key that would show whether to trust it is not known, and the server may have a new one. */
    class UnknownKey(
        val cause: AuthException,
    ) : AuthorizationResponseResult

    /** Not provably the response to our request, whoever sent it. */
    class Unrelated(
        val cause: AuthException,
    ) : AuthorizationResponseResult
}
