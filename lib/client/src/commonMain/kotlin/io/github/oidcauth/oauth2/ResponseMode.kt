package io.github.oidcauth.oauth2

import kotlin.jvm.JvmStatic

/**
 * The way in which the response to an authorization request comes back (`response_mode`).
 *
 * The fragment is missing: it never reaches a server, so a loopback listener cannot see it either.
 */
public enum class ResponseMode(
    /** The value of the parameter. */
    public val value: String,
    /** True if the response is a signed JWT (JARM). */
    public val isSigned: Boolean,
) {
    /** In the query of the redirect URI, which is the server's default (Multiple Response Types 1.0 §2.1). */
    QUERY("query", isSigned = false),

    /** In the body of a POST to the redirect URI (OAuth 2.0 Form Post Response Mode §2). */
    FORM_POST("form_post", isSigned = false),

    /** As a signed JWT, in the server's default way for codes: the query (JARM §2.3.4). */
    JWT("jwt", isSigned = true),

    /** As a signed JWT in the query of the redirect URI (JARM §2.3.1). */
    QUERY_JWT("query.jwt", isSigned = true),

    /** As a signed JWT in the body of a POST to the redirect URI (JARM §2.3.3). */
    FORM_POST_JWT("form_post.jwt", isSigned = true),
    ;

    public companion object {
        /** Returns the mode with exactly the name [value], or null. */
        @JvmStatic
        public fun find(value: String): ResponseMode? = entries.find { it.value == value }
    }
}
