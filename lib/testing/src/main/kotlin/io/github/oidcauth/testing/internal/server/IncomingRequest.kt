package io.github.oidcauth.testing.internal.server

import io.ktor.http.Parameters
import io.ktor.http.parametersOf
import io.ktor.http.parseQueryString

/** A request, by socket or in memory. Header names are in lower case. */
internal class IncomingRequest(
    val method: String,
    val path: String,
    val query: Parameters,
    val form: Parameters = parametersOf(),
    val headers: Map<String, String> = emptyMap(),
) {
    /** The parameters of the client, from query and form. */
    val parameters: Parameters = Parameters.build {
        appendAll(query)
        appendAll(form)
    }

    /** The APIs that the token is asked for: by names that the server knows, and by URIs (RFC 8693 §2.1, RFC 8707 §2). */
    val audience: List<String> get() = parameters.getAll("audience").orEmpty() + parameters.getAll("resource").orEmpty()

    operator fun get(name: String): String? = parameters[name]

    fun require(name: String): String =
        this[name] ?: throw OAuthErrorException("invalid_request", "The parameter $name is missing.")

    companion object {
        private const val FORM = "application/x-www-form-urlencoded"

        fun of(
            method: String,
            path: String,
            query: String,
            headers: Map<String, String>,
            body: String,
        ): IncomingRequest {
            val isForm = headers["content-type"].orEmpty().startsWith(FORM)
            return IncomingRequest(
                method,
                path,
                parseQueryString(query),
                if (isForm) parseQueryString(body) else parametersOf(),
                headers,
            )
        }
    }
}
