// Tested by ApiClientTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.http.ApiClientConfig
import io.github.oidcauth.http.ApiRequest
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.crypto.RandomSource

/** Creates the calls of requests with the settings of a client. Pure, except for the boundaries of forms with files. */
internal class ApiCalls(
    private val config: ApiClientConfig,
    random: Lazy<RandomSource>,
) {
    private val random by random
    private val json = JsonBody(config.json, config.jsonAdapter)

    /**
     * Returns the call of [request] with [method] to [url].
     *
     * @throws IllegalArgumentException when the request cannot be sent.
     */
    fun callOf(
        method: String,
        url: String,
        request: ApiRequest,
        accept: String = ACCEPT,
    ): ApiCall {
        require(request.body is ApiBody.None || method !in WITHOUT_BODY) {
            "A $method request has no body. Use query parameters."
        }
        val (trueText, falseText) = request.booleans ?: config.booleans
        val rules = FieldRules(request.nulls ?: config.nulls, trueText, falseText)
        val headers = headersOf(request, url, accept)
        val mediaType = headers.lastOrNull { it.isContentType() }?.second?.let(HeaderRules::mediaType)
        return ApiCall(
            method = HeaderRules.method(method),
            url = ApiRoot.joined(url, rules.query(request.query)),
            headers = if (request.body is ApiBody.None) headers else headers.filterNot { it.isContentType() },
            body = request.body.toBody(json, rules, mediaType) { random.base64Url(BOUNDARY_OCTETS) },
            isRepeatable = request.body.isRepeatable,
            timeout = request.timeout ?: config.timeout,
            limit = config.maxResponseBytes,
            isFollowingRedirects = request.followRedirects,
            retries = request.retries ?: config.retries,
        )
    }

    /** Headers of the request replace those of the client. Secrets of the client go to its own origin alone. */
    private fun headersOf(
        request: ApiRequest,
        url: String,
        accept: String,
    ): List<Pair<String, String>> {
        val isOwn = UrlParts.of(url).origin == config.root.origin
        val defaults = listOfNotNull("Accept" to accept, config.userAgent?.let { "User-Agent" to it })
        val own = config.headers.takeIf { isOwn }.orEmpty()
        val cookies = (config.cookies.takeIf { isOwn }.orEmpty() + request.cookies).toMap()
        val cookie = listOf("Cookie" to cookies.map { (name, value) -> "$name=$value" }.joinToString("; "))
        return request.headers.replacing(own.replacing(defaults)) + cookie.filter { cookies.isNotEmpty() }
    }

    private fun Pair<String, String>.isContentType() = first.equals("Content-Type", ignoreCase = true)

    /** Returns these headers, after those of [others] that have another name. */
    private fun List<Pair<String, String>>.replacing(others: List<Pair<String, String>>): List<Pair<String, String>> {
        val names = map { it.first.lowercase() }.toSet()
        return others.filter { it.first.lowercase() !in names } + this
    }

    private companion object {
        const val BOUNDARY_OCTETS = 18
        const val ACCEPT = "application/json, */*;q=0.8"
        val WITHOUT_BODY = setOf("GET", "HEAD")
    }
}
