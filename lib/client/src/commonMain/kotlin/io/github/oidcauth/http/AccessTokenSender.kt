// Tested by AccessTokensTest.
package io.github.oidcauth.http

import io.github.oidcauth.internal.transport.Transport
import io.ktor.client.call.HttpClientCall
import io.ktor.client.plugins.HttpTimeoutCapability
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.http.Headers
import io.ktor.http.HttpHeaders
import io.ktor.http.content.OutgoingContent
import io.ktor.http.isWebsocket
import io.ktor.util.AttributeKey
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.coroutineScope

/**
 * Sends requests of Ktor by the rules of [authorizer].
 *
 * [send] decides if a request is repeated. [authorized] runs within it, once for each sending: what lies between, such as another
 * plugin that repeats requests or follows redirects, neither sees the headers nor can send them elsewhere. Thread-safe.
 */
internal class AccessTokenSender(
    private val authorizer: RequestAuthorizer,
    private val isRepeatable: (OutgoingContent) -> Boolean,
) {
    /** Calls [proceed] once, and again as often as the rules say so. Returns the last call. */
    suspend fun send(
        request: HttpRequestBuilder,
        proceed: suspend (HttpRequestBuilder) -> HttpClientCall,
    ): HttpClientCall {
        // A token source waits for this request, so no token can be obtained for it.
        if (Transport.MARK in request.attributes) return proceed(request)
        val sendings = Sendings(authorizer)
        request.attributes.put(Sendings.KEY, sendings)
        while (true) {
            val call = proceed(request)
            val authorization = sendings.latest ?: return call
            if (!isRefused(authorization, call, request)) return call
            call.cancel()
        }
    }

    /** Calls [proceed] with the headers of the token in [request], and removes them after it. [ofBody] are the headers of its body. */
    suspend fun authorized(
        request: HttpRequestBuilder,
        ofBody: Headers?,
        proceed: suspend () -> Unit,
    ) {
        val authorization = request.attributes.getOrNull(Sendings.KEY)?.begin(request, ofBody) ?: return
        val headers = request.whileActive { authorization.headers() }
        headers.forEach { (name, value) -> request.headers[name] = value }
        try {
            proceed()
        } finally {
            headers.keys.forEach(request.headers::remove)
        }
    }

    private suspend fun isRefused(
        authorization: RequestAuthorization,
        call: HttpClientCall,
        request: HttpRequestBuilder,
    ): Boolean {
        val response = call.response
        var isDecided = false
        try {
            return request
                .whileActive {
                    authorization.shouldRetry(response.status.value, canRepeat(request.body)) {
                        response.headers.getAll(it).orEmpty()
                    }
                }.also { isDecided = true }
        } finally {
            // If this throws, the caller never gets the response to close it.
            if (!isDecided) call.cancel()
        }
    }

    private fun canRepeat(body: Any): Boolean =
        when (body) {
            is OutgoingContent.NoContent, is OutgoingContent.ByteArrayContent -> true
            is OutgoingContent.ContentWrapper -> canRepeat(body.delegate())
            is OutgoingContent -> isRepeatable(body)
            else -> false
        }
}

/**
 * Returns the result of [block], which ends with a request that has a timeout, and not only with its caller. Without a timeout,
 * which is most often so, this costs nothing.
 */
private suspend inline fun <T> HttpRequestBuilder.whileActive(crossinline block: suspend () -> T): T =
    if (getCapabilityOrNull(HttpTimeoutCapability) == null) block() else whileActive(executionContext) { block() }

private suspend fun <T> whileActive(
    job: Job,
    block: suspend () -> T,
): T =
    coroutineScope {
        val handle = job.invokeOnCompletion { cancel(CancellationException("The request has ended.", it)) }
        try {
            block()
        } finally {
            handle.dispose()
        }
    }

/** The sendings of one request. Not thread-safe: they follow one another. */
private class Sendings(
    private val authorizer: RequestAuthorizer,
) {
    private var method = ""
    private var url = ""

    /** The authorization of the last sending, or null if that had none. */
    var latest: RequestAuthorization? = null
        private set

    /** Continues the authorization if the request is sent to the same URL again, and begins another one for any other. */
    fun begin(
        request: HttpRequestBuilder,
        ofBody: Headers?,
    ): RequestAuthorization? {
        val hasAuthorization =
            HttpHeaders.Authorization in request.headers || ofBody?.contains(HttpHeaders.Authorization) == true
        val nextMethod = request.method.value
        val nextUrl = urlOf(request)
        if (hasAuthorization || latest == null || nextMethod != method || nextUrl != url) {
            latest = authorizer.begin(nextMethod, nextUrl, hasAuthorization)
        }
        method = nextMethod
        url = nextUrl
        return latest
    }

    override fun toString(): String = "Sendings"

    companion object {
        val KEY = AttributeKey<Sendings>("oidc-auth-sendings")

        /** The handshake of a WebSocket is a request of http or https (RFC 6455 §4.1). */
        private fun urlOf(request: HttpRequestBuilder): String {
            val url = request.url.buildString()
            return if (request.url.protocol.isWebsocket()) "http" + url.removePrefix("ws") else url
        }
    }
}
