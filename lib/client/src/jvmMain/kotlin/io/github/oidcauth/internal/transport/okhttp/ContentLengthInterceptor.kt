package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.transport.Transport
import io.ktor.http.HttpHeaders
import okhttp3.Interceptor
import okhttp3.Response
import java.net.ProtocolException

/**
 * Refuses responses that are not as long as they say, so that one which is cut off does not pass for a whole one. OkHttp takes a length
 * that it cannot read for none (RFC 9112 §6.3), and does not compare the length with what arrives over HTTP/2 (RFC 9113 §8.1.1).
 */
internal object ContentLengthInterceptor : Interceptor {
    private val DIGITS = Regex("[0-9]{1,18}")

    /** Refuses a response before OkHttp begins with its content: it cannot end that of a negative length, and keeps its connection. */
    override fun intercept(chain: Interceptor.Chain): Response = chain.proceed(chain.request()).also { of(it) }

    /**
     * Returns the length that [response] says it has, or null if it says none.
     *
     * @throws ProtocolException when its lengths are no number, or not the same.
     */
    fun of(response: Response): Long? {
        val values = response.headers.values(HttpHeaders.ContentLength)
        if (values.isEmpty()) return null
        return values.first().takeIf { DIGITS.matches(it) && values.toSet().size == 1 }?.toLong() ?: throw otherLength()
    }

    /** @throws ProtocolException when [received] octets are less than [length], the one that [response] says. */
    fun check(
        response: Response,
        length: Long?,
        received: Int,
    ) {
        // What is larger than the limit is refused for that, and is not read to its end.
        val isCutOff = length != null && received < length && received <= Transport.MAX_RESPONSE_BYTES
        if (isCutOff && response.request.method != "HEAD") throw otherLength()
    }

    private fun otherLength() = ProtocolException("The response is not as long as its Content-Length says.")
}
