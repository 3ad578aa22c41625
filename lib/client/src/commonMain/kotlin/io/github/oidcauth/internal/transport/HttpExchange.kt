// Tested by ApiClientTest and ApiStreamTest.
package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TransportException
import io.github.oidcauth.internal.concurrent.withAwakeTimeoutOrNull
import io.ktor.client.HttpClient
import io.ktor.client.request.prepareRequest
import io.ktor.client.request.setBody
import io.ktor.client.statement.HttpResponse
import io.ktor.client.statement.HttpStatement
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpMethod
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * Sends the requests to APIs, each once: with any method, body and size, where [Transport] sends those of the protocol. It does not
 * validate responses and follows no redirect. The client belongs to the caller and is never closed here.
 */
internal class HttpExchange(
    client: HttpClient,
    faults: FaultFinder,
    codings: ContentCodings,
    private val timeSource: TimeSource,
) {
    private val reader = BodyReader(codings)
    private val translator = TransportFaults(faults)
    private val client =
        client.config {
            followRedirects = false
            expectSuccess = false
        }

    /**
     * Sends [call] and returns the response with its body, of at most [limit] octets, within [timeout].
     *
     * @throws TransportException when no response arrives; the server may have acted on the request all the same.
     * @throws InvalidResponseException when the response is too large.
     */
    suspend fun receive(
        call: HttpCall,
        timeout: Duration,
        limit: Int,
    ): ReceivedResponse {
        val progress = RequestProgress()
        return try {
            withAwakeTimeoutOrNull(timeout, timeSource) {
                statementOf(call, progress, ResponseMode.Whole(limit), GZIP).execute { reader.read(it, limit, isDecoded(call)) }
            } ?: throw timedOut(progress, call, timeout)
        } catch (e: Exception) {
            throw translator.translate(e, call.url)
        }
    }

    /**
     * Sends [call] and returns what [read] makes of the response, whose body it reads as a stream. The response is closed then,
     * however [read] ends. [timeout] limits the time until the headers have arrived.
     *
     * @throws TransportException when no response arrives; the server may have acted on the request all the same.
     */
    suspend fun <T> stream(
        call: HttpCall,
        timeout: Duration,
        read: suspend (HttpResponse) -> T,
    ): T {
        val progress = RequestProgress()
        var isReading = false
        try {
            return coroutineScope {
                val head = CompletableDeferred<Unit>()
                val work =
                    async(start = CoroutineStart.UNDISPATCHED) {
                        statementOf(call, progress, ResponseMode.Streamed, IDENTITY).execute {
                            isReading = true
                            head.complete(Unit)
                            read(it)
                        }
                    }
                work.invokeOnCompletion { head.complete(Unit) }
                if (withAwakeTimeoutOrNull(timeout, timeSource) { head.await() } == null) {
                    work.cancelAndJoin()
                    throw timedOut(progress, call, timeout)
                }
                work.await()
            }
        } catch (e: Exception) {
            // The exceptions of the block are the caller's.
            throw if (isReading) e else translator.translate(e, call.url)
        }
    }

    /** Returns [response], whose body is read into memory as by [receive]. */
    suspend fun readWhole(
        call: HttpCall,
        response: HttpResponse,
        timeout: Duration,
        limit: Int,
    ): ReceivedResponse =
        try {
            withAwakeTimeoutOrNull(timeout, timeSource) { reader.read(response, limit, isDecoded(call)) }
                ?: throw TransportFaults.timeout(call.url, timeout)
        } catch (e: Exception) {
            throw translator.translate(e, call.url)
        }

    private suspend fun statementOf(
        call: HttpCall,
        progress: RequestProgress,
        mode: ResponseMode,
        coding: String,
    ): HttpStatement =
        client.prepareRequest(call.url) {
            method = HttpMethod.parse(call.method)
            call.headers.forEach { (name, value) -> headers.append(name, value) }
            if (isDecoded(call)) headers.append(HttpHeaders.AcceptEncoding, coding)
            setBody(call.body.toContent())
            attributes.put(RequestProgress.KEY, progress)
            attributes.put(ResponseMode.KEY, mode)
        }

    /** A caller that requests a content coding decodes the response itself. */
    private fun isDecoded(call: HttpCall): Boolean =
        call.headers.none { (name, _) -> name.equals(HttpHeaders.AcceptEncoding, ignoreCase = true) }

    private fun timedOut(
        progress: RequestProgress,
        call: HttpCall,
        timeout: Duration,
    ): Exception = progress.timeoutFailure?.invoke() ?: TransportFaults.timeout(call.url, timeout)

    private companion object {
        const val GZIP = "gzip"
        const val IDENTITY = "identity"
    }
}
