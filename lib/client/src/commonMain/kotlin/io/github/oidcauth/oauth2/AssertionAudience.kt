package io.github.oidcauth.oauth2

/** The value of `aud` in a client's assertion. */
public enum class AssertionAudience {
    /**
     * The issuer alone, as a string. It identifies this server and no other, so that the assertion cannot be passed on to
     * another server (RFC 10070 §4).
     */
    ISSUER,

    /** The token endpoint's URL, which RFC 7523 §3 and OpenID Connect Core 1.0 §9 name and which older servers require. */
    TOKEN_ENDPOINT,

    /** The URL that the request is sent to. */
    REQUEST_URL,
}
