package io.github.oidcauth.internal.endpoints

/** Which requests of a device login a client with credentials proves itself in. */
internal enum class DeviceLoginCredentials {
    /** In all, as to the token endpoint (RFC 8628 §3.1, §3.4). */
    ALWAYS,

    /** Not in the one that starts it. */
    WHEN_POLLING,

    /** In none: the provider takes device logins from public clients alone. */
    NEVER,
}
