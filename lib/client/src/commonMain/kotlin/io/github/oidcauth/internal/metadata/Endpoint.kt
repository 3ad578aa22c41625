package io.github.oidcauth.internal.metadata

/** An endpoint that a client calls itself, with its name in the metadata. */
internal enum class Endpoint(
    val metadataName: String,
    /** The name for users. */
    val displayName: String,
) {
    AUTHORIZATION("authorization_endpoint", "authorization endpoint"),
    TOKEN("token_endpoint", "token endpoint"),
    DEVICE_AUTHORIZATION("device_authorization_endpoint", "device authorization endpoint"),
    PUSHED_AUTHORIZATION_REQUEST("pushed_authorization_request_endpoint", "pushed authorization request endpoint"),
    BACKCHANNEL_AUTHENTICATION("backchannel_authentication_endpoint", "backchannel authentication endpoint"),
    INTROSPECTION("introspection_endpoint", "introspection endpoint"),
    REVOCATION("revocation_endpoint", "revocation endpoint"),
    REGISTRATION("registration_endpoint", "registration endpoint"),
    USERINFO("userinfo_endpoint", "userinfo endpoint"),
    END_SESSION("end_session_endpoint", "end session endpoint"),
    JWKS("jwks_uri", "key set"),
}
