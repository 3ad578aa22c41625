// Tested by ApiClientTest and ApiStreamTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.AuthException
import io.github.oidcauth.http.ApiStream
import io.github.oidcauth.http.RequestAuthorization
import io.github.oidcauth.internal.transport.BodyReader
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.HttpExchange
import io.github.oidcauth.internal.transport.ReceivedResponse
import io.ktor.client.statement.HttpResponse
import io.ktor.utils.io.ByteReadChannel
import kotlin.time.Duration

/** Sends requests to APIs, with tokens where the rules allow it, and follows redirects where the caller wants that. */
internal class ApiSender(
    exchange: Lazy<HttpExchange>,
    retries: Lazy<ApiRetries>,
    /** Begins the authorization of a request; see [io.github.oidcauth.http.RequestAuthorizer.begin]. */
    private val authorize: (method: String, url: String, hasAuthorization: Boolean) -> RequestAuthorization?,
) {
    private val exchange by exchange
    private val retries by retries

    /**
     * Sends [call] and returns the response with its body, whatever its status is.
     *
     * @throws AuthException when no response arrives, or no token can be obtained.
     */
    suspend fun send(call: ApiCall): ApiResult {
        val redirects = Redirects()
        var current = call
        while (true) {
            val result = retries.run(current, responseOf = { it.response }) { sendAuthorized(current) }
            current = redirects.next(current, result.response) ?: return result
        }
    }

    private suspend fun sendAuthorized(call: ApiCall): ApiResult {
        val authorization = authorize(call.method, call.url, call.hasAuthorization)
        while (true) {
            val request = call.withHeaders(authorization?.headers().orEmpty())
            val response = exchange.receive(request, call.timeout, call.limit)
            if (!isRepeated(authorization, call, response)) return ApiResult(request, response)
        }
    }

    /**
     * Sends [call] and returns what [read] makes of the response, whose body is a stream that is closed at its end. An error or
     * redirect is read into memory, and [check] may refuse it before [read] gets it.
     *
     * @throws AuthException when no response arrives, or no token can be obtained.
     */
    suspend fun <T> stream(
        call: ApiCall,
        check: (ApiResult) -> Unit,
        read: suspend (ApiStream) -> T,
    ): T {
        val redirects = Redirects()
        var current = call
        var isRead = false
        val reading: suspend (ApiStream) -> T = { response ->
            isRead = true
            read(response)
        }
        while (true) {
            val outcome = retries.run(current, Outcome<T>::errorOrNull, { isRead }) { streamAuthorized(current, reading) }
            if (outcome is Outcome.Read) return outcome.value
            val result = (outcome as Outcome.Whole).result
            current = redirects.next(current, result.response) ?: run {
                check(result)
                val response = result.response
                return read(ApiStream(response.statusCode, result.url, response.headers, ByteReadChannel(response.octets)))
            }
        }
    }

    private suspend fun <T> streamAuthorized(
        call: ApiCall,
        read: suspend (ApiStream) -> T,
    ): Outcome<T> {
        val authorization = authorize(call.method, call.url, call.hasAuthorization)
        while (true) {
            val request = call.withHeaders(authorization?.headers().orEmpty())
            val outcome =
                exchange.stream(request, call.timeout) { response ->
                    val status = response.status.value
                    if (status >= FIRST_ERROR || Redirects.isRedirect(status)) {
                        Outcome.Whole(ApiResult(request, exchange.readWhole(request, response, call.timeout, call.limit)))
                    } else {
                        // A response may bring a nonce for the next proof.
                        authorization?.shouldRetry(status, false) { response.headers.getAll(it).orEmpty() }
                        Outcome.Read(readStream(request, response, call.timeout, read))
                    }
                }
            if (outcome !is Outcome.Whole || !isRepeated(authorization, call, outcome.result.response)) return outcome
        }
    }

    private suspend fun <T> readStream(
        request: HttpCall,
        response: HttpResponse,
        idle: Duration,
        read: suspend (ApiStream) -> T,
    ): T {
        val channel = exchange.channelOf(request, response, idle)
        return read(ApiStream(response.status.value, request.url, BodyReader.headersOf(response), channel))
    }

    private suspend fun isRepeated(
        authorization: RequestAuthorization?,
        call: ApiCall,
        response: ReceivedResponse,
    ): Boolean = authorization != null && authorization.shouldRetry(response.statusCode, call.isRepeatable, response::headers)

    private sealed interface Outcome<out T> {
        /** Returns the response that was read into memory, because it is an error or redirect; null for one that the caller read. */
        fun errorOrNull(): ReceivedResponse? = (this as? Whole)?.result?.response

        class Read<T>(
            val value: T,
        ) : Outcome<T>

        class Whole(
            val result: ApiResult,
        ) : Outcome<Nothing>
    }

    private companion object {
        const val FIRST_ERROR = 400
    }
}
