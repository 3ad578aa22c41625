package io.github.oidcauth.internal.authorization

import io.ktor.http.encodeURLParameter

/** Builds the URL that the user's browser opens. Pure. */
internal object AuthorizationUrl {
    /** Returns the URL of a request with [parameters] at [endpoint], which may already have a query (RFC 6749 §3.1). */
    fun of(
        endpoint: String,
        parameters: List<Pair<String, String>>,
        delivery: RequestDelivery,
    ): String {
        val sent =
            when (delivery) {
                is RequestDelivery.InUrl -> {
                    parameters
                }

                is RequestDelivery.ByValue -> {
                    selectParameters(parameters, delivery.repeated) + ("request" to delivery.requestObject)
                }

                is RequestDelivery.ByReference -> {
                    // RFC 9126 §4: pushed parameters need not be repeated.
                    val repeated = if (delivery.expiresAt == null) delivery.repeated else emptySet()
                    selectParameters(parameters, repeated) + ("request_uri" to delivery.requestUri)
                }
            }
        val query = sent.joinToString("&") { (name, value) -> "${name.encodeURLParameter()}=${value.encodeURLParameter()}" }
        return endpoint + separator(endpoint) + query
    }

    private fun separator(endpoint: String): String =
        when {
            '?' !in endpoint -> "?"
            endpoint.endsWith('?') || endpoint.endsWith('&') -> ""
            else -> "&"
        }

    /** RFC 9101 §5: `client_id` is always present; the server uses only the values in the signed request. */
    private fun selectParameters(
        parameters: List<Pair<String, String>>,
        names: Set<String>,
    ): List<Pair<String, String>> = parameters.filter { (name, _) -> name == "client_id" || name in names }
}
