package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import kotlin.jvm.JvmOverloads

/** `invalid_target`: the server issues no token for the requested resource or audience (RFC 8707 §2, RFC 8693 §2.2.2). */
public class InvalidTargetException internal constructor(response: OAuthError) :
    OAuthException(
        response,
        "The server issues no token for this resource or audience. Check its name, or ask the operator of the server.",
    ) {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_target", errorDescription, statusCode))
    }

/**
 * `invalid_authorization_details`: one of the details has an unknown type, is malformed, or is not allowed for this client
 * (RFC 9396 §5).
 */
public class InvalidAuthorizationDetailsException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not accept the authorization details. Check their types and members.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_authorization_details", errorDescription, statusCode))
    }

/** `unsupported_token_type`: tokens of this type cannot be revoked (RFC 7009 §2.2.1). */
public class UnsupportedTokenTypeException internal constructor(response: OAuthError) :
    OAuthException(response, "The server cannot revoke this type of token. It stays valid until it expires.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unsupported_token_type", errorDescription, statusCode))
    }
