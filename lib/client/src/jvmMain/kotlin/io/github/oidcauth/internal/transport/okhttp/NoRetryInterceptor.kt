package io.github.oidcauth.internal.transport.okhttp

import io.ktor.http.HttpHeaders
import okhttp3.Interceptor
import okhttp3.Response
import java.io.IOException

/**
 * Sends a request exactly once: it is neither lost because the server had closed the kept connection, nor sent again.
 *
 * A kept connection is checked before anything is written to it ([StaleConnectionInterceptor]). If it is closed, the request is
 * sent on the next one, and finally on a new one. After an octet has been written, a failure is reported to the caller, because
 * it is not known what the server has done. This includes a stream that the server refuses (`REFUSED_STREAM`). OkHttp's own
 * repetitions are disabled by `retryOnConnectionFailure(false)` and [OneShotBody], except for a GET with the response 503 and
 * `Retry-After: 0`: that header is renamed before OkHttp reads it.
 */
internal object NoRetryInterceptor : Interceptor {
    /** A class that is internal to OkHttp and not accessible on the module path, so it is compared by name. */
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
                // The connection is closed now. Only kept connections cause this, so the loop ends.
            } catch (e: IOException) {
                // HTTP/2: the server had announced that it accepts no more streams. A new connection may be shut down, too.
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

    /** Hides Retry-After from OkHttp. */
    object HiddenRetryAfter : Interceptor {
        override fun intercept(chain: Interceptor.Chain): Response =
            chain.proceed(chain.request()).renamed(HttpHeaders.RetryAfter, RENAMED)
    }

    /** Thrown when the server has closed a kept connection, and nothing was written to it. */
    class ClosedBeforeSendingException : IOException("The server has closed the connection, and nothing was sent.")
}
