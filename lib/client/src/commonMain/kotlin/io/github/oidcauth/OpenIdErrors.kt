// Tested by OAuthExceptionTest.
package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import kotlin.jvm.JvmOverloads

/**
 * `interaction_required`: the server must show the user a page before it can continue (OpenID Connect Core §3.1.2.6). It is
 * not [InteractionRequiredException], which means that no user can be asked.
 */
public class InteractionRequiredByServerException internal constructor(response: OAuthError) :
    OAuthException(response, "The server has to ask the user something first. Log in again, with the login page shown.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("interaction_required", errorDescription, statusCode))
    }

/** `login_required`: the user is not logged in at the server, and the request allowed no page (OpenID Connect Core §3.1.2.6). */
public class LoginRequiredException internal constructor(response: OAuthError) :
    OAuthException(response, "Nobody is logged in at the server. Log in again, with the login page shown.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("login_required", errorDescription, statusCode))
    }

/** `account_selection_required`: the user has several accounts and must choose (OpenID Connect Core §3.1.2.6). */
public class AccountSelectionRequiredException internal constructor(response: OAuthError) :
    OAuthException(
        response,
        "The server cannot determine the account. Log in again and choose one, or name it in the login hint.",
    ) {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("account_selection_required", errorDescription, statusCode))
    }

/** `consent_required`: the user must agree first (OpenID Connect Core §3.1.2.6). */
public class ConsentRequiredException internal constructor(response: OAuthError) :
    OAuthException(response, "The user has to agree to this first. Log in again, with the page that asks for consent shown.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("consent_required", errorDescription, statusCode))
    }

/**
 * `invalid_request_uri`: the document at `request_uri` is invalid or cannot be fetched (OpenID Connect Core §3.1.2.6, RFC
 * 9101 §7).
 */
public class InvalidRequestUriException internal constructor(response: OAuthError) :
    OAuthException(response, "The server cannot use the request URI. It may have expired: start the login again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_request_uri", errorDescription, statusCode))
    }

/** `invalid_request_object`: the request object is malformed or wrongly signed (OpenID Connect Core §3.1.2.6, RFC 9101 §7). */
public class InvalidRequestObjectException internal constructor(response: OAuthError) :
    OAuthException(response, "The server rejected the request object as invalid. Check the client's key and its algorithm.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_request_object", errorDescription, statusCode))
    }

/** `request_not_supported`: the server does not support request objects (OpenID Connect Core §3.1.2.6, RFC 9101 §7). */
public class RequestNotSupportedException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not support request objects. Send the parameters without one.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("request_not_supported", errorDescription, statusCode))
    }

/** `request_uri_not_supported`: the server does not support request URIs (OpenID Connect Core §3.1.2.6, RFC 9101 §7). */
public class RequestUriNotSupportedException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not support request URIs. Send the parameters, or the request object, directly.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("request_uri_not_supported", errorDescription, statusCode))
    }

/** `registration_not_supported`: the server does not support registration within a request (OpenID Connect Core §3.1.2.6). */
public class RegistrationNotSupportedException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not support registration within a request. Register the client beforehand.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("registration_not_supported", errorDescription, statusCode))
    }

/**
 * `unmet_authentication_requirements`: the login did not, or cannot, meet the requirements of the request (OpenID Connect
 * Core Error Code unmet_authentication_requirements 1.0 §2).
 */
public class UnmetAuthenticationRequirementsException internal constructor(response: OAuthError) :
    OAuthException(
        response,
        "The server cannot log the user in as requested. Request another `acr` value, or none.",
    ) {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unmet_authentication_requirements", errorDescription, statusCode))
    }
