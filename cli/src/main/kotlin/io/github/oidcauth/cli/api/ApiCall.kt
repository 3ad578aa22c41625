package io.github.oidcauth.cli.api

import io.github.oidcauth.http.ApiRequest

/** The request of `api` as the command line describes it. Pure. */
internal class ApiCall(
    private val namedMethod: String?,
    private val fields: List<ApiField>,
    private val headers: List<Pair<String, String>>,
    /** The body, in place of the fields, or null. */
    private val input: ApiInput?,
    private val isRedirectFollowed: Boolean = true,
) {
    /** The method: the named one, else `POST` if there is something to send, else `GET`, as in `gh api`. */
    val method: String = namedMethod ?: if (fields.isEmpty() && input == null) "GET" else "POST"

    /** The fields are the query of a request that has no body of fields. */
    private val areFieldsQuery = method in WITHOUT_BODY || input != null

    private val mediaType = headers.find { (name) -> name.equals("Content-Type", ignoreCase = true) }?.second

    /** Applies this to [request], except for the method. @throws IllegalArgumentException if a header is invalid. */
    fun applyTo(request: ApiRequest.Builder) {
        headers.filterNot { (name) -> name.equals("Content-Type", ignoreCase = true) }.forEach { (name, value) ->
            request.header(name, value)
        }
        if (areFieldsQuery) ApiFields.query(fields).forEach { (name, value) -> request.query(name, value) }
        when {
            input != null -> input.applyTo(request, mediaType ?: JSON)
            fields.isNotEmpty() && !areFieldsQuery -> request.body(ApiFields.json(fields).toString(), mediaType ?: JSON)
        }
        request.expectSuccess = false
        request.followRedirects = isRedirectFollowed && method in WITHOUT_BODY
    }

    private companion object {
        const val JSON = "application/json"
        val WITHOUT_BODY = setOf("GET", "HEAD")
    }
}
