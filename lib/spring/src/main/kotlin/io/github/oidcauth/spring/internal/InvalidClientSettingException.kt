package io.github.oidcauth.spring.internal

/** A property of a client below `oidc-auth.clients` that cannot work. The messages contain no secret. */
internal class InvalidClientSettingException(
    /** The full name of the property, such as `oidc-auth.clients.orders.issuer`. */
    val property: String,
    val reason: String,
    val action: String,
    cause: Throwable? = null,
) : RuntimeException("$property: $reason $action", cause)
