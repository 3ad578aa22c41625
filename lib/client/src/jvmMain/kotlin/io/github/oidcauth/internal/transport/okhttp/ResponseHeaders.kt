package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.InvalidResponseException
import io.ktor.http.Headers
import io.ktor.http.IllegalHeaderNameException
import io.ktor.http.IllegalHeaderValueException
import io.ktor.http.headers
import okhttp3.Response

/**
 * Hands the headers of OkHttp on to Ktor. OkHttp takes what a server sends for a name or value without a look; Ktor refuses what RFC 9110
 * does (§5.1, §5.5), by exceptions which repeat it.
 */
internal object ResponseHeaders {
    /**
     * Returns the headers of [response], without lines that have no name of their own: those go on with the line before (RFC 9112 §5.2),
     * which OkHttp does not know.
     *
     * @throws InvalidResponseException when a name is no token, or a value has control characters in it.
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
            "The response has a header line that HTTP does not allow, so nothing of the response is used. Ask whoever runs the " +
                "server, or the proxy before it.",
            response.code,
        )
}
