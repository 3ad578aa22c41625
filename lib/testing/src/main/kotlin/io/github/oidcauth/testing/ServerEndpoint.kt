package io.github.oidcauth.testing

/** What a [ScriptedLoginServer] can be asked at. The routes of py-oidc-auth count as the endpoints that they stand for. */
public enum class ServerEndpoint {
    /** The metadata of the issuer (OpenID Connect Discovery 1.0, RFC 8414). */
    DISCOVERY,

    /** The keys that ID tokens are signed with. */
    JWKS,

    /** The page where a browser login begins (RFC 6749 §3.1). */
    AUTHORIZATION,

    /** The login route of py-oidc-auth, which sends the browser to [AUTHORIZATION]. */
    LOGIN_ROUTE,

    /** Where a device login begins (RFC 8628 §3.1). */
    DEVICE_AUTHORIZATION,

    /** The page where a user enters the code of a device login. */
    VERIFICATION,

    /** Where codes and refresh tokens are redeemed, and device logins polled (RFC 6749 §3.2). */
    TOKEN,

    /** Where tokens are revoked (RFC 7009). */
    REVOCATION,

    /** The introspection of tokens (RFC 7662). */
    INTROSPECTION,

    /** Who the user of an access token is. */
    USERINFO,

    /** Any other address. The response is 404. */
    OTHER,
}
