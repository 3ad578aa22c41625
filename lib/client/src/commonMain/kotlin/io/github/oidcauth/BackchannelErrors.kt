package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import kotlin.jvm.JvmOverloads

/** `expired_login_hint_token`: the login hint token has expired (CIBA Core §13). */
public class ExpiredLoginHintTokenException internal constructor(response: OAuthError) :
    OAuthException(response, "The login hint token has expired. Get a new one and start the login again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("expired_login_hint_token", errorDescription, statusCode))
    }

/** `unknown_user_id`: the hint does not identify a user whom the server knows (CIBA Core §13). */
public class UnknownUserIdException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not know the user. Check the login hint.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unknown_user_id", errorDescription, statusCode))
    }

/** `missing_user_code`: the request needs the user code (CIBA Core §13). */
public class MissingUserCodeException internal constructor(response: OAuthError) :
    OAuthException(response, "The server requires the user code. Ask the user for it, and start the login again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("missing_user_code", errorDescription, statusCode))
    }

/** `invalid_user_code`: the user code is wrong (CIBA Core §13). */
public class InvalidUserCodeException internal constructor(response: OAuthError) :
    OAuthException(response, "The user code is wrong. Ask the user for it again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_user_code", errorDescription, statusCode))
    }

/** `invalid_binding_message`: the server cannot show this binding message (CIBA Core §13). */
public class InvalidBindingMessageException internal constructor(response: OAuthError) :
    OAuthException(response, "The server cannot show the binding message. Use a short one of plain letters and digits.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_binding_message", errorDescription, statusCode))
    }

/** `transaction_failed`: an unexpected error at the server ended the login (CIBA Core §12). */
public class TransactionFailedException internal constructor(response: OAuthError) :
    OAuthException(response, "The login failed at the server. Start it again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("transaction_failed", errorDescription, statusCode))
    }
