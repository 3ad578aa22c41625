package io.github.oidcauth.internal.transport

import io.ktor.http.HttpHeaders
import okhttp3.Response
import java.net.ProtocolException

/**
 * Refuses responses that are not as long as they say, so that one which is cut off does not pass for a whole one. OkHttp takes a length
 * that it cannot read for none (RFC 9112 §6.3), and does not compare the length with what arrives over HTTP/2 (RFC 9113 §8.1.1).
 */
internal object ResponseLength {
    private val DIGITS = Regex("[0-9]{1,18}")

    /** @throws ProtocolException when the lengths of [response] are no number, or not the same, or more than the [received] octets. */
    fun check(
        response: Response,
        received: Int,
    ) {
        val values = response.headers.values(HttpHeaders.ContentLength)
        if (values.isEmpty()) return
        val length = values.first().takeIf { DIGITS.matches(it) && values.toSet().size == 1 }?.toLong()
        // What is larger than the limit is refused for that, and is not read to its end.
        val isCutOff = length != null && received < length && received <= Transport.MAX_ANSWER_BYTES
        if (length == null || (isCutOff && response.request.method != "HEAD")) {
            throw ProtocolException("The response is not as long as its Content-Length says.")
        }
    }
}
