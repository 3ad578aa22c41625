package io.github.oidcauth.internal.api

import io.github.oidcauth.internal.transport.HttpCall
import kotlin.time.Duration

/** One request to an API, with everything but the token. */
internal class ApiCall(
    val method: String,
    val url: String,
    /** They may contain secrets. */
    val headers: List<Pair<String, String>>,
    val body: HttpCall.Body,
    /** True if the body can be sent several times. */
    val isRepeatable: Boolean,
    val timeout: Duration,
    /** The maximum size of a response in memory, in octets. */
    val limit: Int,
    val isFollowingRedirects: Boolean,
    /** The number of times that it may be sent again after a failure that passes. */
    val retries: Int = 0,
) {
    val hasAuthorization: Boolean get() = headers.any { (name, _) -> name.equals(AUTHORIZATION, ignoreCase = true) }

    /** Returns the request to send, with the headers that present the token. */
    fun withHeaders(authorization: Map<String, String>): HttpCall =
        HttpCall(method, url, headers + authorization.toList(), body)

    override fun toString(): String = "ApiCall($method)"

    private companion object {
        const val AUTHORIZATION = "Authorization"
    }
}
