package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.responses.RawResponse

/**
 * The source of headers that prove the sender of a request, in addition to the client's credentials. Created for one exchange.
 */
internal fun interface ProofSource {
    /**
     * Calls [attempt], which sends a request to [url] with the given headers, and returns the response to use. [attempt] is
     * called once, and a second time if the server requires another proof before it processes the request.
     */
    suspend fun exchange(
        method: String,
        url: String,
        attempt: suspend (headers: List<Pair<String, String>>) -> RawResponse,
    ): RawResponse

    companion object {
        /** Adds no headers; bearer tokens need no proof. */
        val NONE: ProofSource = ProofSource { _, _, attempt -> attempt(emptyList()) }
    }
}
