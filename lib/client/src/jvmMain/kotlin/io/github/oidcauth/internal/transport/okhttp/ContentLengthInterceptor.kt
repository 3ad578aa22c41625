package io.github.oidcauth.internal.transport.okhttp

import io.ktor.http.HttpHeaders
import okhttp3.Interceptor
import okhttp3.Response
import java.net.ProtocolException

/**
 * Refuses responses whose length differs from their Content-Length, so that a truncated response is not accepted. OkHttp ignores
 * a length that it cannot parse (RFC 9112 §6.3), and does not compare the length with the received content over HTTP/2 (RFC 9113
 * §8.1.1).
 */
internal object ContentLengthInterceptor : Interceptor {
    private val DIGITS = Regex("[0-9]{1,18}")

    /**
     * Refuses a response before OkHttp reads its content: OkHttp cannot find the end of content with a negative length, and keeps
     * its connection.
     */
    override fun intercept(chain: Interceptor.Chain): Response = chain.proceed(chain.request()).also { of(it) }

    /**
     * Returns the Content-Length of [response], or null if it has none.
     *
     * @throws ProtocolException when it is not a number, or there are different ones.
     */
    fun of(response: Response): Long? {
        val values = response.headers.values(HttpHeaders.ContentLength)
        if (values.isEmpty()) return null
        return values.first().takeIf { DIGITS.matches(it) && values.toSet().size == 1 }?.toLong() ?: throw otherLength()
    }

    /**
     * Checks that the content of [response] is complete.
     *
     * @throws ProtocolException when [received] is less than [length], its Content-Length, and not more than [limit].
     */
    fun check(
        response: Response,
        length: Long?,
        received: Long,
        limit: Long,
    ) {
        // Larger content is refused for its size, and is not read completely.
        val isCutOff = length != null && received < length && received <= limit
        if (isCutOff && response.request.method != "HEAD") throw otherLength()
    }

    private fun otherLength() = ProtocolException("The response is not as long as its Content-Length says.")
}
