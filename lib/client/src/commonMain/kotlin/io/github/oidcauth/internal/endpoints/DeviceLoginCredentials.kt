package io.github.oidcauth.internal.endpoints

/** The requests of a device login in which a confidential client sends its credentials. */
internal enum class DeviceLoginCredentials {
    /** In all requests, as RFC 8628 §3.1 and §3.4 specify. */
    ALWAYS,

    /** In all requests except the first, which starts the login. */
    WHEN_POLLING,

    /** In no request: the provider accepts device logins from public clients only. */
    NEVER,
}
