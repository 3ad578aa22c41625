package io.github.oidcauth.internal.dpop

import io.github.oidcauth.internal.responses.RawResponse

/** What a request has in it to show who sends it, beside the client's credentials. Made for one exchange. */
internal fun interface ProofSource {
    /**
     * Has [attempt] send a request to [url] with these headers, and returns the response that counts. It is called once, and a
     * second time when the server wants another proof before it looks at the request.
     */
    suspend fun exchange(
        method: String,
        url: String,
        attempt: suspend (headers: List<Pair<String, String>>) -> RawResponse,
    ): RawResponse

    companion object {
        /** Bearer tokens need none. */
        val NONE: ProofSource = ProofSource { _, _, attempt -> attempt(emptyList()) }
    }
}
