package io.github.oidcauth.internal.transport.okhttp

import okhttp3.Interceptor
import okhttp3.Response
import java.net.ProtocolException

/**
 * Refuses responses whose status is not that of a final response (RFC 9110 §15), while OkHttp still owns the connection and
 * closes it. OkHttp would leave a connection that switches to another protocol to the caller.
 */
internal object FinalStatusInterceptor : Interceptor {
    private const val FIRST = 200

    /** @throws ProtocolException when the status is below 200. */
    override fun intercept(chain: Interceptor.Chain): Response {
        val response = chain.proceed(chain.request())
        if (response.code < FIRST) throw ProtocolException("The response has a status that is not one of a final response.")
        return response
    }
}
