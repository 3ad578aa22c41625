package io.github.oidcauth.interop.oidcprovider

/**
 * The clients of `node/certified-clients.mjs`. Where keys are used, they are the [TestKeys]; codes go to any loopback port at
 * `/callback`, logouts to `/logged-out`. Public clients have to use PKCE.
 */
internal enum class CertifiedClient(val id: String, val secret: String? = null) {
    /** A native application: code, device, refresh. */
    PUBLIC("public"),

    /**
     * Secret by Basic. Code, device, refresh, client credentials, CIBA (poll), token exchange, JWT bearer; introspects all
     * tokens.
     */
    BASIC("basic", "basic-secret-of-more-than-32-characters"),

    /** CIBA (poll) with requests that are signed by ES256; `private_key_jwt` by any signing key. */
    CIBA_SIGNED("ciba-signed"),

    /** Its secret comes through Basic only when it was form-encoded before (RFC 6749, section 2.3.1). Client credentials. */
    BASIC_ENCODED("basic-encoded", """a secret: 100% odd + more & "quotes" / end?="""),

    /** Secret by form alone. Client credentials. */
    POST("post", "post-secret-of-more-than-32-characters"),

    /** `client_secret_jwt` by HS256 to HS512. Client credentials. */
    CLIENT_SECRET_JWT("client-secret-jwt", "client-secret-jwt-secret-of-more-than-64-characters-so-that-HS512-works"),

    /** `private_key_jwt` by any signing key. Code, client credentials. */
    PRIVATE_KEY_JWT("private-key-jwt"),

    /** Every token is bound by DPoP. Code, device, refresh. */
    DPOP_PUBLIC("dpop-public"),

    /** Every token is bound by DPoP. Client credentials. */
    DPOP_CONFIDENTIAL("dpop-confidential", "dpop-confidential-secret-of-more-than-32-characters"),

    /** Takes pushed authorization requests only. */
    PAR_REQUIRED("par-required"),

    /** Takes signed request objects only, encrypted for the provider or not. */
    JAR_REQUIRED("jar-required"),

    /** `response_mode=query.jwt` and its siblings are signed by ES256. */
    JARM("jarm"),

    /** The same, encrypted for [TestKeys.RSA_ENCRYPTION]. */
    JARM_ENCRYPTED("jarm-encrypted"),

    /** ID token and userinfo are signed by ES256 and encrypted for [TestKeys.RSA_ENCRYPTION] (RSA-OAEP-256, A256GCM). */
    ENCRYPTED("encrypted"),

    /** ID token and userinfo are signed by EdDSA and encrypted for [TestKeys.EC_ENCRYPTION] (ECDH-ES, A128CBC-HS256). */
    ENCRYPTED_EC("encrypted-ec"),

    /** ID token and userinfo are signed by PS256. */
    SIGNED_USERINFO("signed-userinfo"),

    /** The ID token is signed by HS256, with the secret. Code. */
    HS256("hs256", "hs256-secret-of-more-than-32-characters"),

    /** Gets responses to introspection as JWTs by ES256 (RFC 9701). Client credentials. */
    JWT_INTROSPECTION("jwt-introspection", "jwt-introspection-secret-of-more-than-32-characters"),

    /** The same, encrypted for [TestKeys.RSA_ENCRYPTION]. */
    JWT_INTROSPECTION_ENCRYPTED(
        "jwt-introspection-encrypted",
        "jwt-introspection-encrypted-secret-of-more-than-32-characters",
    ),

    /** With TLS alone: `tls_client_auth` by [TestCertificates.client]; tokens are bound. Code, client credentials. */
    TLS("tls"),

    /** With TLS alone: `self_signed_tls_client_auth` by [TestCertificates.selfSigned]; tokens are bound. Client credentials. */
    TLS_SELF_SIGNED("tls-self-signed"),

    /** With TLS alone: no secret, and tokens are bound to whatever certificate the client shows. Code. */
    TLS_BOUND_PUBLIC("tls-bound-public"),
}
