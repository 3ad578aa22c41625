// Tested by ApiStreamTest.
package io.github.oidcauth.http

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.api.Redirects
import io.ktor.utils.io.ByteReadChannel
import kotlin.jvm.JvmSynthetic

/**
 * The response of an API whose body is a stream, for the block of [ApiClient.stream] alone: the connection is closed at its end.
 *
 * [toString] shows the status alone; the rest is untrusted and may be secret. Not thread-safe.
 */
public class ApiStream internal constructor(
    /** The HTTP status (RFC 9110 §15). */
    public val statusCode: Int,
    /** The URL of the request, after redirects if they were followed. */
    public val url: String,
    /** All headers, each with its values in order. Names are in lower case. */
    public val headers: Map<String, List<String>>,
    /**
     * The body, decoded if it is in gzip. Reading it throws a [io.github.oidcauth.TransportException] if the connection breaks, or
     * if nothing arrives for longer than the timeout of the request.
     */
    @get:JvmSynthetic
    public val channel: ByteReadChannel,
) : ApiStreamForJava {
    /** True if [statusCode] means success, 200 to 299. */
    public val isSuccess: Boolean get() = statusCode in 200..299

    /** Returns the first value of the header [name] in any case, or null if it is missing. */
    public fun header(name: String): String? = headers[name.lowercase()]?.firstOrNull()

    /** Returns this response, for callers that see its body alone. @throws InvalidResponseException unless it [isSuccess]. */
    internal fun requireContent(): ApiStream {
        if (isSuccess) return this
        val advice =
            if (Redirects.isRedirect(statusCode)) {
                "It is a redirect. Set followRedirects, or request the right URL."
            } else {
                "Read such a response by stream."
            }
        throw InvalidResponseException("The API has sent no content, but the status $statusCode. $advice", statusCode)
    }

    override fun toString(): String = "ApiStream($statusCode)"
}
