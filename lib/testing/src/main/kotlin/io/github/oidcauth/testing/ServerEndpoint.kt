package io.github.oidcauth.testing

/** The endpoints of a [ScriptedLoginServer]. The routes of py-oidc-auth count as the endpoints that they stand for. */
public enum class ServerEndpoint {
    /** The metadata of the issuer (OpenID Connect Discovery 1.0, RFC 8414). */
    DISCOVERY,

    /** The keys that sign ID tokens. */
    JWKS,

    /** The page where a browser login begins (RFC 6749 §3.1). */
    AUTHORIZATION,

    /** The login route of py-oidc-auth, which sends the browser to [AUTHORIZATION]. */
    LOGIN_ROUTE,

    /** The endpoint that starts a device login (RFC 8628 §3.1). */
    DEVICE_AUTHORIZATION,

    /** The page where a user enters the code of a device login. */
    VERIFICATION,

    /** The endpoint that redeems codes and refresh tokens, exchanges tokens, and that device logins poll (RFC 6749 §3.2). */
    TOKEN,

    /** The endpoint that revokes tokens (RFC 7009). */
    REVOCATION,

    /** The introspection of tokens (RFC 7662). */
    INTROSPECTION,

    /** The endpoint that returns claims about the user of an access token. */
    USERINFO,

    /** Any other address. The response is 404. */
    OTHER,
}
