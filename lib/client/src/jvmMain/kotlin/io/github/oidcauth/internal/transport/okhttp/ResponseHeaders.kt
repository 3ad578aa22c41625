package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidResponseException
import io.ktor.http.Headers
import io.ktor.http.IllegalHeaderNameException
import io.ktor.http.IllegalHeaderValueException
import io.ktor.http.headers
import okhttp3.Response

/**
 * Converts headers of OkHttp to Ktor's. OkHttp does not validate the names and values that a server sends. Ktor refuses invalid
 * ones (RFC 9110 §5.1, §5.5), with exceptions that repeat them.
 */
internal object ResponseHeaders {
    /**
     * Returns the headers of [response]. Lines without a name are omitted: they continue the previous line (RFC 9112 §5.2), which
     * OkHttp does not support.
     *
     * @throws InvalidResponseException when a name is not a token, or a value contains control characters.
     */
    fun of(response: Response): Headers =
        try {
            headers { response.headers.forEach { (name, value) -> if (!isContinuation(name)) append(name, value) } }
        } catch (_: IllegalHeaderNameException) {
            throw refusal(response)
        } catch (_: IllegalHeaderValueException) {
            throw refusal(response)
        }

    private fun isContinuation(name: String) = name.isEmpty() || name.first().isWhitespace()

    private fun refusal(response: Response) =
        InvalidResponseException(
            "The response has a header line that HTTP does not allow, so the response is not used. Ask whoever runs the " +
                "server, or the proxy before it.",
            response.code,
        )
}
