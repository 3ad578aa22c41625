package io.github.oidcauth.oauth2

/** Whom a client's assertion names as `aud`. */
public enum class AssertionAudience {
    /**
     * The issuer, alone, as a string. Only the server itself is called that, so that an assertion cannot be passed on to
     * another one (RFC 10070 §4).
     */
    ISSUER,

    /** The token endpoint's URL, which RFC 7523 §3 and OpenID Connect Core 1.0 §9 name and older servers insist on. */
    TOKEN_ENDPOINT,

    /** The URL that the request goes to. */
    REQUEST_URL,
}
