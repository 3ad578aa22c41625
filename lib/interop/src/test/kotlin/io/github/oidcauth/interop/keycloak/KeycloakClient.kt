package io.github.oidcauth.interop.keycloak

/** The clients of the realm in `keycloak/realm.json`. Where keys are used, they are the [TestKeys]. */
internal enum class KeycloakClient(val id: String, val secret: String? = null) {
    /** A native application: code with PKCE, device, refresh, password. Redirects to any loopback port. */
    PUBLIC("public"),

    /** Like [PUBLIC], with a page that asks for consent. */
    CONSENT("consent"),

    /**
     * Secret by Basic or form. Code, device, refresh, password, client credentials, CIBA (poll), token exchange to
     * [TARGET_API], JWT bearer; introspects its own tokens and those of [PUBLIC].
     */
    CONFIDENTIAL("confidential", "confidential-secret"),

    /** The audience of token exchanges. */
    TARGET_API("target-api", "target-api-secret"),

    /** `private_key_jwt` by any signing key. Code, client credentials. */
    PRIVATE_KEY_JWT("private-key-jwt"),

    /** `private_key_jwt` by ES256 alone. Client credentials. */
    PRIVATE_KEY_JWT_ES256("private-key-jwt-es256"),

    /** `client_secret_jwt` by HS256. Client credentials. */
    CLIENT_SECRET_JWT("client-secret-jwt", "client-secret-jwt-secret-of-48-characters-length"),

    /** Takes pushed authorization requests only. */
    PAR_REQUIRED("par-required"),

    /** Every token is bound by DPoP. Code with PKCE, device, refresh. */
    DPOP_PUBLIC("dpop-public"),

    /** Every token is bound by DPoP. Code, client credentials. */
    DPOP_CONFIDENTIAL("dpop-confidential", "dpop-confidential-secret"),

    /** CIBA in ping mode: [CibaDevice.notification]. */
    CIBA_PING("ciba-ping", "ciba-ping-secret"),

    /** CIBA (poll) with requests that are signed by ES256; `private_key_jwt` by any signing key. */
    CIBA_SIGNED("ciba-signed"),

    /** Takes request objects only, signed by any signing key, encrypted for the realm or not. */
    JAR_REQUIRED("jar-required"),

    /** `response_mode=query.jwt` and its siblings are signed by ES256. */
    JARM("jarm"),

    /** The same, encrypted for [TestKeys.RSA_ENCRYPTION]. */
    JARM_ENCRYPTED("jarm-encrypted"),

    /**
     * ID token and userinfo are signed by ES256 and encrypted for [TestKeys.RSA_ENCRYPTION] (RSA-OAEP-256, A256GCM). Code,
     * password.
     */
    ENCRYPTED("encrypted"),

    /** Userinfo is signed by PS256, the ID token by EdDSA. Code, password. */
    SIGNED_USERINFO("signed-userinfo"),

    /** `tls_client_auth`, and every token is bound to the certificate. Code, client credentials. */
    MTLS("mtls"),

    /** No secret, and every token is bound to the certificate of the connection. Code, password. */
    MTLS_BOUND_PUBLIC("mtls-bound-public"),
}
