package io.github.oidcauth.internal.callback

/** Validates the parameters that an authorization endpoint returned, however they were received. Pure; never throws. */
internal fun interface AuthorizationResponseValidator {
    /** Validates [parameters], which have every value of every name, as received. They may come from anyone. */
    fun validate(parameters: Map<String, List<String>>): AuthorizationResponseResult
}
