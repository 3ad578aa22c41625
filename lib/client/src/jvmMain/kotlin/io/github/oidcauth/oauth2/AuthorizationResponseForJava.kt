package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainMap

/** The members of [AuthorizationResponse] that callers in Java see in place of those with types of Kotlin. */
public sealed interface AuthorizationResponseForJava {
    /** Returns [AuthorizationResponse.extra] as maps, lists, strings, booleans, numbers and null. */
    public fun getExtra(): Map<String, Any?> = response.extra.toPlainMap()

    private val response: AuthorizationResponse get() =
        when (this) {
            is AuthorizationResponse -> this
        }
}
