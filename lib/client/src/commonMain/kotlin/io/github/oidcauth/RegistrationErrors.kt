package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import kotlin.jvm.JvmOverloads

/** `invalid_redirect_uri`: a redirect URI of the registration is not acceptable (RFC 7591 §3.2.2). */
public class InvalidRedirectUriException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not accept a redirect URI of this client. Register another one.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_redirect_uri", errorDescription, statusCode))
    }

/** `invalid_client_metadata`: a member of the registration has a value that is not acceptable (RFC 7591 §3.2.2). */
public class InvalidClientMetadataException internal constructor(response: OAuthError) :
    OAuthException(response, "The server does not accept the client's metadata. Change the member at fault, or leave it out.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_client_metadata", errorDescription, statusCode))
    }

/** `invalid_software_statement`: the software statement is malformed, expired or wrongly signed (RFC 7591 §3.2.2). */
public class InvalidSoftwareStatementException internal constructor(response: OAuthError) :
    OAuthException(response, "The server rejected the software statement as invalid. Get a new one from its issuer.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_software_statement", errorDescription, statusCode))
    }

/** `unapproved_software_statement`: the server does not approve this software statement (RFC 7591 §3.2.2). */
public class UnapprovedSoftwareStatementException internal constructor(response: OAuthError) :
    OAuthException(
        response,
        "The server does not approve the software statement. Ask the operator of the server for an approved one.",
    ) {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("unapproved_software_statement", errorDescription, statusCode))
    }
