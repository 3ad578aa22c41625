package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import kotlin.jvm.JvmOverloads

/**
 * The authorization server, or an API that was called with a token, responded with an OAuth error. Each registered code has a
 * subclass, grouped by the specification that defines them:
 *
 * - RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5: the classes beside this one, such as [InvalidGrantException] and
 *   [ExpiredTokenException];
 * - RFC 8707 and RFC 8693, RFC 9396, RFC 7009: [InvalidTargetException], [InvalidAuthorizationDetailsException],
 *   [UnsupportedTokenTypeException];
 * - OpenID Connect Core §3.1.2.6: [LoginRequiredException], [ConsentRequiredException],
 *   [InteractionRequiredByServerException] and others;
 * - CIBA Core §12 and §13: [UnknownUserIdException], [TransactionFailedException] and others;
 * - RFC 7591 §3.2.2: [InvalidClientMetadataException] and others;
 * - RFC 6750 §3.1, RFC 9470 §3: [InvalidTokenException], [InsufficientScopeException],
 *   [InsufficientUserAuthenticationException];
 * - RFC 9449: [InvalidDPoPProofException], [UseDPoPNonceException].
 *
 * [OtherOAuthException] stands for every other code.
 */
public sealed class OAuthException(
    response: OAuthError,
    advice: String,
) : AuthException(
        message = response.description?.let { "$advice The server says: $it" } ?: advice,
        detail = response.detail,
        statusCode = response.statusCode,
    ) {
    /** The `error` code, exactly as the server sent it. */
    public val error: String = response.code

    /** The server's `error_description` without control characters, or null. It is untrusted text: do not render it as markup. */
    public val errorDescription: String? = response.description

    /** The server's `error_uri`, a page about the error, or null. It is an untrusted link. */
    public val errorUri: String? = response.uri

    internal val clientAdvice: String? = response.clientAdvice
}

/** `access_denied`: the user, or a policy of the server, denied access (RFC 6749 §4.1.2.1, RFC 8628 §3.5). */
public class AuthorizationDeniedException internal constructor(response: OAuthError) :
    OAuthException(response, "The login was refused. If that was a mistake, start it again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("access_denied", errorDescription, statusCode))
    }

/** `authorization_pending`: the user has not finished yet; poll again (RFC 8628 §3.5). */
public class AuthorizationPendingException internal constructor(response: OAuthError) :
    OAuthException(response, "The user has not finished the login yet.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("authorization_pending", errorDescription, statusCode))
    }

/** `slow_down`: the client polls too often; increase the interval by five seconds from now on (RFC 8628 §3.5). */
public class SlowDownException internal constructor(response: OAuthError) :
    OAuthException(response, "The server requires longer pauses between polls.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("slow_down", errorDescription, statusCode))
    }

/** `expired_token`: the device code, or the request to log in on another device, has expired (RFC 8628 §3.5, CIBA Core §11). */
public class ExpiredTokenException internal constructor(response: OAuthError) :
    OAuthException(response, "The login has expired before it was finished. Start it again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("expired_token", errorDescription, statusCode))
    }

/**
 * `invalid_grant`: the code, refresh token, assertion or password is invalid, expired, revoked or was used before (RFC 6749
 * §5.2).
 */
public class InvalidGrantException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not accept this code, refresh token or other grant. Log in again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_grant", errorDescription, statusCode))
    }

/** `invalid_client`: the server does not know the client, or its credentials are wrong (RFC 6749 §5.2). */
public class InvalidClientException internal constructor(response: OAuthError) :
    OAuthException(
        response,
        response.clientAdvice ?: "The server does not accept the client. Ask the operator of the server.",
    ) {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_client", errorDescription, statusCode))
    }

/** `invalid_request`: a parameter is missing, repeated or malformed (RFC 6749 §4.1.2.1, §5.2). */
public class InvalidRequestException internal constructor(response: OAuthError) :
    OAuthException(response, "The server rejected the request as malformed.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_request", errorDescription, statusCode))
    }

/** `invalid_scope`: the scope is unknown, malformed or more than may be granted (RFC 6749 §4.1.2.1, §5.2). */
public class InvalidScopeException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not grant the requested scope.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_scope", errorDescription, statusCode))
    }

/** `unauthorized_client`: this client may not use this grant (RFC 6749 §4.1.2.1, §5.2). */
public class UnauthorizedClientException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not let this client log in this way.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unauthorized_client", errorDescription, statusCode))
    }

/** `unsupported_grant_type`: the server does not support this grant (RFC 6749 §5.2). */
public class UnsupportedGrantTypeException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not support this kind of login.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unsupported_grant_type", errorDescription, statusCode))
    }

/** `unsupported_response_type`: the server does not issue codes in this way (RFC 6749 §4.1.2.1). */
public class UnsupportedResponseTypeException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not support this kind of login.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unsupported_response_type", errorDescription, statusCode))
    }

/** `server_error`: the server failed (RFC 6749 §4.1.2.1). */
public class ServerErrorException internal constructor(response: OAuthError) :
    OAuthException(response, "The server failed. Try again later.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("server_error", errorDescription, statusCode))
    }

/** `temporarily_unavailable`: the server is overloaded or under maintenance (RFC 6749 §4.1.2.1). */
public class TemporarilyUnavailableException internal constructor(response: OAuthError) :
    OAuthException(response, "The server is not available at the moment. Try again later.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("temporarily_unavailable", errorDescription, statusCode))
    }

/** Thrown for an `error` code without a class of its own; see [error]. */
public class OtherOAuthException internal constructor(response: OAuthError) :
    OAuthException(response, "The server refused: ${response.code}.") {
        /**
         * Makes the exception for the code [error], for tests.
         *
         * @throws IllegalArgumentException if [error] is empty, or has a class of its own.
         */
        @JvmOverloads
        public constructor(error: String, errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.madeOther(error, errorDescription, statusCode))
    }
