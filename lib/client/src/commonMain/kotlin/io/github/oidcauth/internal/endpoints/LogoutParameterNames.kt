package io.github.oidcauth.internal.endpoints

/** A provider's names for the parameters of a logout, where they differ from OpenID Connect RP-Initiated Logout 1.0. Pure. */
internal class LogoutParameterNames(
    /** The provider's name of `post_logout_redirect_uri`. */
    private val redirectParameter: String,
    /**
     * The end of the address of the endpoint that uses these names; empty for every endpoint. The provider may have another
     * endpoint that follows the specification.
     */
    private val endpointSuffix: String = "",
) {
    /** Returns [parameters] of a logout at [endpoint], which are named as in the specification, in the provider's form. */
    fun of(
        endpoint: String,
        parameters: List<Pair<String, String>>,
    ): List<Pair<String, String>> {
        if (this === STANDARD || !endpoint.endsWith(endpointSuffix)) return parameters
        // An ID token is not put into a URL unless the server reads it, and a state that never comes back cannot be compared.
        return parameters
            .filter { (name, _) -> name != "id_token_hint" && name != "state" }
            .map { (name, value) -> (if (name == REDIRECT) redirectParameter else name) to value }
    }

    override fun equals(other: Any?): Boolean =
        other is LogoutParameterNames && other.redirectParameter == redirectParameter && other.endpointSuffix == endpointSuffix

    override fun hashCode(): Int = 31 * redirectParameter.hashCode() + endpointSuffix.hashCode()

    companion object {
        private const val REDIRECT = "post_logout_redirect_uri"

        /** The names of the specification. */
        val STANDARD: LogoutParameterNames = LogoutParameterNames(REDIRECT)
    }
}
