package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainList

/** The members of [RequestOptions] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface RequestOptionsForJava {
    /** Returns [RequestOptions.authorizationDetails] as maps, lists, strings, booleans, numbers and null. */
    public fun getAuthorizationDetails(): List<Any?>? = options.authorizationDetails?.toPlainList()

    private val options: RequestOptions get() =
        when (this) {
            is RequestOptions -> this
        }
}
