package io.github.oidcauth.internal.callback

/** Validates what came back from an authorization endpoint, in whatever way it came. Pure and total. */
internal fun interface AuthorizationResponseValidator {
    /** [parameters] with every value of every name, as they came: from anybody. */
    fun validate(parameters: Map<String, List<String>>): AuthorizationResponseResult
}
