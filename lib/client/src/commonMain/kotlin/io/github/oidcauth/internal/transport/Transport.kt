package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.concurrent.withAwakeTimeoutOrNull
import io.github.oidcauth.internal.responses.RawResponse
import io.ktor.client.HttpClient
import io.ktor.client.request.HttpRequestBuilder
import io.ktor.client.request.accept
import io.ktor.client.request.header
import io.ktor.client.request.prepareRequest
import io.ktor.client.request.setBody
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import io.ktor.util.AttributeKey
import kotlinx.coroutines.delay
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource

/**
 * Sends HTTP requests; the only class that does. It does not validate responses.
 *
 * Never follows a redirect, never repeats a POST, reads at most [MAX_RESPONSE_BYTES] after decoding, and waits at most
 * [requestTimeout] for the whole exchange, not counting the time in which the process is stopped. The client belongs to the
 * caller and is never closed here.
 */
internal class Transport(
    client: HttpClient,
    faults: FaultFinder,
    private val requestTimeout: Duration,
    private val timeSource: TimeSource = TimeSource.Monotonic,
    clock: Clock? = null,
    codings: ContentCodings = ContentCodings.NONE,
) {
    private val reader = ResponseReader(codings, clock)
    private val translator = TransportFaults(faults)
    private val client =
        client.config {
            followRedirects = false
            expectSuccess = false
        }

    /**
     * Sends a GET request, and repeats it at most twice when the connection broke: a GET changes nothing (RFC 9110 §9.2.2).
     *
     * @throws TransportException when no response arrives.
     * @throws InvalidResponseException when the response is too large.
     */
    suspend fun get(url: String): RawResponse {
        repeat(GET_RETRIES) { attempt ->
            try {
                return exchange(url) { method = HttpMethod.Get }
            } catch (e: TransportException) {
                if (e.fault != Fault.CONNECTION_LOST) throw e
                delay(FIRST_RETRY * (1 shl attempt))
            }
        }
        return exchange(url) { method = HttpMethod.Get }
    }

    /**
     * Sends [form] as `application/x-www-form-urlencoded`.
     *
     * @throws TransportException when no response arrives; the server may have acted on the request all the same.
     * @throws InvalidResponseException when the response is too large.
     */
    suspend fun post(
        url: String,
        form: Map<String, String>,
    ): RawResponse =
        exchange(url) {
            method = HttpMethod.Post
            setBody(HttpCall.Body.Form(form.toList()).toContent())
        }

    /**
     * Sends [call], once.
     *
     * @throws TransportException when no response arrives; the server may have acted on the request all the same.
     * @throws InvalidResponseException when the response is too large.
     */
    suspend fun send(call: HttpCall): RawResponse {
        // A caller that requests a content coding decodes the response itself.
        val isCodingAskedFor = call.headers.any { (name, _) -> name.equals(HttpHeaders.AcceptEncoding, ignoreCase = true) }
        return exchange(call.url, decoded = !isCodingAskedFor) {
            method = HttpMethod.parse(call.method)
            // These headers of the call replace the default ones.
            call.headers.forEach { (name, _) -> if (name.lowercase() in REPLACED) headers.remove(name) }
            call.headers.forEach { (name, value) -> headers.append(name, value) }
            setBody(call.body.toContent())
        }
    }

    private suspend fun exchange(
        url: String,
        decoded: Boolean = true,
        progress: RequestProgress = RequestProgress(),
        configure: HttpRequestBuilder.() -> Unit,
    ): RawResponse =
        try {
            withAwakeTimeoutOrNull(requestTimeout, timeSource) {
                client
                    .prepareRequest(url) {
                        accept(ContentType.Application.Json)
                        // A proxy or cache that responded to a poll from its cache would keep a login waiting forever.
                        header(HttpHeaders.CacheControl, "no-store")
                        // Responses are small. This also prevents that engines and plugins request a coding by themselves.
                        header(HttpHeaders.AcceptEncoding, "identity")
                        attributes.put(RequestProgress.KEY, progress)
                        attributes.put(MARK, Unit)
                        configure()
                    }.execute { reader.read(it, MAX_RESPONSE_BYTES, decoded) }
            } ?: throw progress.timeoutFailure?.invoke()
                ?: TransportFaults.timeout(url, requestTimeout)
        } catch (e: Exception) {
            throw translator.translate(e, url)
        }

    companion object {
        /** 1 MiB, far more than any response of an OAuth endpoint. */
        const val MAX_RESPONSE_BYTES: Int = 1 shl 20

        /** The attribute of the requests that are sent here: those by which tokens are obtained. */
        val MARK: AttributeKey<Unit> = AttributeKey("oidc-auth-transport")

        private const val GET_RETRIES = 2
        private val REPLACED = setOf("accept", "accept-encoding")
        private val FIRST_RETRY = 250.milliseconds
    }
}
