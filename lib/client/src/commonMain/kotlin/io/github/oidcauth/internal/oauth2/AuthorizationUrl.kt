package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.internal.protocol.scopeNames
import io.ktor.http.encodeURLParameter

/** The URL that the person's browser opens. Pure. */
internal object AuthorizationUrl {
    /** [parameters] of a request at [endpoint], which may have a query of its own (RFC 6749 §3.1). */
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
                    repeated(parameters) + ("request" to delivery.requestObject)
                }

                is RequestDelivery.ByReference -> {
                    // RFC 9126 §4: what was pushed needs no repetition.
                    val known = if (delivery.expiresAt == null) repeated(parameters) else clientId(parameters)
                    known + ("request_uri" to delivery.requestUri)
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

    private fun clientId(parameters: List<Pair<String, String>>) = parameters.filter { it.first == "client_id" }

    /** OpenID Connect Core 1.0 §6.1 wants these to be there as well, so that the request is one of OAuth (RFC 9101 §5). */
    private fun repeated(parameters: List<Pair<String, String>>): List<Pair<String, String>> {
        val isOpenId = parameters.any { (name, value) -> name == "scope" && "openid" in scopeNames(value) }
        return parameters.filter { (name, _) -> name == "client_id" || (isOpenId && name in REPEATED) }
    }

    private val REPEATED = setOf("response_type", "scope")
}
