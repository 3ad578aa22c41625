package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.text.printable
import kotlin.jvm.JvmOverloads

/** `invalid_token`: the access token is expired, revoked, malformed or not meant for this API (RFC 6750 §3.1). */
public class InvalidTokenException internal constructor(response: OAuthError) :
    OAuthException(response, "The API does not accept this access token. Refresh it, or log in again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_token", errorDescription, statusCode))
    }

/** `insufficient_scope`: the scope of the access token does not cover this request (RFC 6750 §3.1). */
public class InsufficientScopeException internal constructor(response: OAuthError) :
    OAuthException(response, "The access token does not allow this request. Log in with the scope that the API requires.") {
        /** Makes the exception, for tests: with the server's [errorDescription], the HTTP status and the [scope] of the challenge. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null, scope: String? = null) :
            this(OAuthError.made("insufficient_scope", errorDescription, statusCode, "scope" to scope))

        /** The scope that the request needs, space-separated, if the challenge names it, or null. Untrusted text. */
        public val scope: String? = response.attribute("scope")
    }

/**
 * `insufficient_user_authentication`: the API requires a more recent or a stronger login (RFC 9470 §3). Log in again with
 * [acrValues] and [maxAgeSeconds] in the authorization request.
 */
public class InsufficientUserAuthenticationException internal constructor(response: OAuthError) :
    OAuthException(response, "The API requires a more recent or a stronger login. Log in again as it requires.") {
        /** Makes the exception, for tests: with the members of the challenge. */
        @JvmOverloads
        public constructor(
            errorDescription: String? = null,
            statusCode: Int? = null,
            acrValues: String? = null,
            maxAgeSeconds: Long? = null,
        ) : this(
            OAuthError.made(
                "insufficient_user_authentication",
                errorDescription,
                statusCode,
                "acr_values" to acrValues,
                "max_age" to maxAgeSeconds?.toString(),
            ),
        )

        /** The accepted authentication context classes, space-separated, in order of preference, or null. Untrusted text. */
        public val acrValues: String? = response.attribute("acr_values")

        /** The maximum age of the login in seconds, 0 or more, or null. */
        public val maxAgeSeconds: Long? = response.attribute("max_age")?.toLongOrNull()?.takeIf { it >= 0 }
    }

private fun OAuthError.attribute(name: String): String? = attributes[name]?.printable()?.ifEmpty { null }
