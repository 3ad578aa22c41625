package io.github.oidcauth.internal.callback

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.text.REDACTED
import kotlinx.serialization.json.JsonObject

/** The result of validating the parameters that an authorization endpoint returned. */
internal sealed interface AuthorizationResponseResult {
    /** The response to our request, with a code. */
    class Granted(
        val code: String,
        /** The issuer that the response names, already compared, or null when it names none. */
        val issuer: String?,
        /** The other parameters of the response that occur once, or claims if it is signed. They have not been validated. */
        val extra: JsonObject = JsonObject(emptyMap()),
    ) : AuthorizationResponseResult {
        override fun toString(): String = "Granted($REDACTED)"
    }

    /** The response to our request, with an error or with content that must not be used. */
    class Refused(
        val cause: AuthException,
    ) : AuthorizationResponseResult

    /** Like [Refused], but the key of the signature is not known. The server may have published a new one. */
    class UnknownKey(
        val cause: AuthException,
    ) : AuthorizationResponseResult

    /** Parameters that cannot be shown to be the response to our request. */
    class Unrelated(
        val cause: AuthException,
    ) : AuthorizationResponseResult
}
