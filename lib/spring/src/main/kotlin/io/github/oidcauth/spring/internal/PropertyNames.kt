package io.github.oidcauth.spring.internal

/** The beginning of the names of all properties. */
internal const val PREFIX = "oidc-auth"

/** The values of `store` that are no names of beans. */
internal const val MEMORY_STORE = "memory"
internal const val FILE_STORE = "file"
