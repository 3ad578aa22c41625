package io.github.oidcauth.internal.transport.okhttp

import io.ktor.http.HttpHeaders
import okhttp3.Interceptor
import okhttp3.Response
import java.io.IOException

/**
 * Sends a request once: neither lost, because a server had closed the connection that it was kept for, nor sent again.
 *
 * A kept connection is looked at before anything is written to it ([StaleConnectionInterceptor]). If it is closed, the request goes to the next one,
 * which ends at a new one. Once an octet has been written, a failure is the caller's to hear of: nobody knows what the server has done.
 * A stream that the server refuses (`REFUSED_STREAM`) is such a failure too. OkHttp's own repetitions are off by
 * `retryOnConnectionFailure(false)` and [OneShotBody], but for a GET that gets 503 with `Retry-After: 0`: that header is renamed while
 * OkHttp looks.
 */
internal object NoRetryInterceptor : Interceptor {
    /** Internal to OkHttp, and closed to others on the module path: by its name alone. */
    private const val CONNECTION_SHUTDOWN = "okhttp3.internal.http2.ConnectionShutdownException"
    private const val RENAMED = "Oidc-Auth-Retry-After"
    private const val MAX_SHUTDOWNS = 3

    override fun intercept(chain: Interceptor.Chain): Response {
        val request = chain.request()
        var shutdowns = 0
        while (true) {
            try {
                return chain.proceed(request).renamed(RENAMED, HttpHeaders.RetryAfter)
            } catch (_: ClosedBeforeSendingException) {
                // That connection is used up now. Only kept ones can be closed, so this ends.
            } catch (e: IOException) {
                // HTTP/2: the server had said that it takes no more, before the stream was opened. A new connection may be shut down too.
                if (e.javaClass.name != CONNECTION_SHUTDOWN || ++shutdowns == MAX_SHUTDOWNS) throw e
            }
            if (chain.call().isCanceled()) throw IOException("Canceled")
        }
    }

    private fun Response.renamed(
        from: String,
        to: String,
    ): Response {
        val values = headers.values(from)
        if (values.isEmpty()) return this
        val headers = headers.newBuilder().removeAll(from).removeAll(to)
        values.forEach { headers.addUnsafeNonAscii(to, it) }
        return newBuilder().headers(headers.build()).build()
    }

    /** Hides from OkHttp when to come back. */
    object HiddenRetryAfter : Interceptor {
        override fun intercept(chain: Interceptor.Chain): Response =
            chain.proceed(chain.request()).renamed(HttpHeaders.RetryAfter, RENAMED)
    }

    /** Thrown when the server has closed a kept connection, and nothing was written to it. */
    class ClosedBeforeSendingException : IOException("The server has closed the connection, and nothing was sent.")
}
