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
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlin.time.Duration
import kotlin.time.TimeSource

/**
 * Sends the requests to APIs, each once: with any method, body and size, where [Transport] sends those of the protocol. It does not
 * validate responses and follows no redirect. The client belongs to the caller and is never closed here.
 */
internal class HttpExchange(
    client: HttpClient,
    faults: FaultFinder,
    private val codings: ContentCodings,
    private val timeSource: TimeSource,
) {
    private val reader =
        BodyReader(codings) { limit ->
            "The response of the API is larger than $limit bytes, and no more is read. Read it as a stream, or set maxResponseBytes."
        }
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
        val sending = Sending(call)
        return try {
            withAwakeTimeoutOrNull(timeout, timeSource) {
                statementOf(sending, BodyMode.Whole(limit), GZIP).execute { reader.read(it, limit, isDecoded(call)) }
            } ?: throw timedOut(sending, timeout)
        } catch (e: Exception) {
            throw translate(e, sending)
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
        val sending = Sending(call)
        var isReading = false
        try {
            return coroutineScope {
                val head = CompletableDeferred<Unit>()
                val work =
                    async(start = CoroutineStart.UNDISPATCHED) {
                        statementOf(sending, BodyMode.Streamed, IDENTITY).execute {
                            isReading = true
                            head.complete(Unit)
                            read(it)
                        }
                    }
                work.invokeOnCompletion { head.complete(Unit) }
                if (withAwakeTimeoutOrNull(timeout, timeSource) { head.await() } == null) {
                    work.cancelAndJoin()
                    throw timedOut(sending, timeout)
                }
                work.await()
            }
        } catch (e: Exception) {
            // The exceptions of the block are the caller's.
            throw if (isReading) e else translate(e, sending)
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

    /** Returns the body of [response] as a stream, decoded if that is wanted, in which each wait takes at most [idle]. */
    @OptIn(InternalAPI::class)
    fun channelOf(
        call: HttpCall,
        response: HttpResponse,
        idle: Duration,
    ): ByteReadChannel {
        val channel = StreamChannel(response.rawContent, call.url, idle, timeSource, translator)
        val coding = response.headers[HttpHeaders.ContentEncoding]?.trim()?.lowercase()
        return coding?.takeIf { isDecoded(call) }?.let { codings.decode(it, channel) } ?: channel
    }

    private suspend fun statementOf(
        sending: Sending,
        mode: BodyMode,
        coding: String,
    ): HttpStatement =
        client.prepareRequest(sending.call.url) {
            val call = sending.call
            method = HttpMethod.parse(call.method)
            call.headers.forEach { (name, value) -> headers.append(name, value) }
            if (isDecoded(call)) headers.append(HttpHeaders.AcceptEncoding, coding)
            setBody(sending.content ?: sending.body)
            attributes.put(RequestProgress.KEY, sending.progress)
            attributes.put(BodyMode.KEY, mode)
        }

    /** A caller that requests a content coding decodes the response itself. */
    private fun isDecoded(call: HttpCall): Boolean =
        call.headers.none { (name, _) -> name.equals(HttpHeaders.AcceptEncoding, ignoreCase = true) }

    private fun timedOut(
        sending: Sending,
        timeout: Duration,
    ): Exception = sending.progress.timeoutFailure?.invoke() ?: TransportFaults.timeout(sending.call.url, timeout)

    private suspend fun translate(
        cause: Exception,
        sending: Sending,
    ): Exception {
        currentCoroutineContext().ensureActive()
        return sending.content?.failure ?: translator.translate(cause, sending.call.url)
    }

    /** One sending of [call]. */
    private class Sending(
        val call: HttpCall,
    ) {
        val progress = RequestProgress()
        val body = call.body.toContent()
        val content = SentContent.of(body)
    }

    private companion object {
        const val GZIP = "gzip"
        const val IDENTITY = "identity"
    }
}
