package io.github.oidcauth.internal.endpoints

/** How a provider wants logouts that are not quite those of OpenID Connect RP-Initiated Logout 1.0. Pure. */
internal class LogoutParameterNames(
    /** Its name of `post_logout_redirect_uri`. */
    private val redirectParameter: String,
    /** The end of the endpoint's address when the provider has another endpoint that does as specified, or else nothing. */
    private val endpointSuffix: String = "",
) {
    /** [parameters] of a logout of the specification at [endpoint] as the provider wants them. */
    fun of(
        endpoint: String,
        parameters: List<Pair<String, String>>,
    ): List<Pair<String, String>> {
        if (this === STANDARD || !endpoint.endsWith(endpointSuffix)) return parameters
        // An ID token in a URL is worth hiding from those who do not read it, and a state that never comes back cannot be compared.
        return parameters
            .filter { (name, _) -> name != "id_token_hint" && name != "state" }
            .map { (name, value) -> (if (name == REDIRECT) redirectParameter else name) to value }
    }

    companion object {
        private const val REDIRECT = "post_logout_redirect_uri"

        /** As specified. */
        val STANDARD: LogoutParameterNames = LogoutParameterNames(REDIRECT)
    }
}
