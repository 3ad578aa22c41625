// Tested by OwnHttpClientFromJavaTest.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.transport.BodyMode
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.HttpClientEngineFactory
import io.ktor.client.engine.callContext
import io.ktor.client.engine.mergeHeaders
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.HeadersBuilder
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpProtocolVersion
import io.ktor.http.HttpStatusCode
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.job
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.suspendCancellableCoroutine
import java.io.IOException
import java.io.InputStream
import java.net.MalformedURLException
import java.net.URI
import java.net.URISyntaxException
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException

/**
 * Sends Ktor's requests with a client of the JDK that the program has made.
 *
 * A call blocks a daemon thread until the whole response is there; cancelling it interrupts that thread, on which the JDK closes
 * the connection. At most one octet more than the limit is read; if the request wants a stream ([BodyMode]), the call ends with
 * the headers. Plain http uses HTTP/1.1: some servers drop the body of a request that asks for an upgrade.
 */
internal class JdkCallEngine(
    private val client: HttpClient,
) : HttpClientEngineBase("oidc-auth-jdk") {
    override val config: HttpClientEngineConfig = HttpClientEngineConfig()

    override val dispatcher: CoroutineDispatcher get() = RequestThreads.dispatcher

    @InternalAPI
    override suspend fun execute(data: HttpRequestData): HttpResponseData {
        val context = callContext()
        val requestTime = GMTDate()
        val upload = if (StreamedBody.isStream(data.body)) StreamedUpload(data.body, context) else null
        val response =
            try {
                val request = requestOf(data, upload)
                runInterruptible { client.send(request, BodyHandlers.ofInputStream()) }
            } catch (e: IOException) {
                // A cancelled upload may fail before this thread is interrupted.
                context.ensureActive()
                throw e
            } finally {
                upload?.close()
            }
        val mode = data.attributes.getOrNull(BodyMode.KEY) ?: BodyMode.DEFAULT
        val content =
            when (mode) {
                is BodyMode.Whole -> ByteReadChannel(contentOf(response.body(), mode.limit))
                is BodyMode.Streamed -> channelOf(response.body(), context)
            }
        return HttpResponseData(
            statusCode = HttpStatusCode.fromValue(response.statusCode()),
            requestTime = requestTime,
            headers = headersOf(response),
            version = versionOf(response),
            body = content,
            callContext = context,
        )
    }

    private suspend fun contentOf(
        body: InputStream,
        limit: Int,
    ): ByteArray = runInterruptible { body.use { it.readNBytes(limit + 1) } }

    /** Returns [body] as a channel, which is closed at the end of [context], whatever happens to the channel. */
    private fun channelOf(
        body: InputStream,
        context: CoroutineContext,
    ): ByteReadChannel {
        val channel =
            BlockingBodyChannel({ piece -> read(body, piece) }, abort = body::close, close = body::close)
        context.job.invokeOnCompletion { channel.cancel(it) }
        return channel
    }

    /** Reads on this thread. An interrupt would not end that, since the JDK's stream waits on; closing it on another thread does. */
    private suspend fun read(
        body: InputStream,
        piece: ByteArray,
    ): Int =
        suspendCancellableCoroutine { continuation ->
            continuation.invokeOnCancellation { body.close() }
            try {
                continuation.resume(body.read(piece))
            } catch (e: IOException) {
                continuation.resumeWithException(e)
            }
        }

    private fun headersOf(response: HttpResponse<*>) =
        HeadersBuilder().apply {
            response.headers().map().forEach { (name, values) ->
                if (!name.startsWith(':')) appendAll(name, values)
            }
        }
            .build()

    private fun versionOf(response: HttpResponse<*>): HttpProtocolVersion =
        when (response.version()) {
            HttpClient.Version.HTTP_2 -> HttpProtocolVersion.HTTP_2_0
            else -> HttpProtocolVersion.HTTP_1_1
        }

    @OptIn(InternalAPI::class)
    private fun requestOf(
        data: HttpRequestData,
        upload: StreamedUpload?,
    ): HttpRequest {
        val uri = uriOf(data)
        val builder = HttpRequest.newBuilder(uri)
        if (uri.scheme == "http") builder.version(HttpClient.Version.HTTP_1_1)
        mergeHeaders(data.headers, data.body) { name, value ->
            if (!name.equals(HttpHeaders.ContentLength, ignoreCase = true)) builder.header(name, value)
        }
        return builder.method(data.method.value, upload?.publisher ?: publisherOf(octetsOf(data.body))).build()
    }

    private fun publisherOf(octets: ByteArray): HttpRequest.BodyPublisher =
        if (octets.isEmpty()) BodyPublishers.noBody() else BodyPublishers.ofByteArray(octets)

    /** The URL may contain a secret, so it is not in the message. A user name in it is not sent (RFC 9110 §4.2.4). */
    private fun uriOf(data: HttpRequestData): URI =
        try {
            URI(data.url.toString())
        } catch (_: URISyntaxException) {
            throw MalformedURLException("The address is not one of http or https.")
        }

    /** Creates engines that send by the same client, which no engine closes. */
    class Factory(
        private val client: HttpClient,
    ) : HttpClientEngineFactory<HttpClientEngineConfig> {
        override fun create(block: HttpClientEngineConfig.() -> Unit): HttpClientEngine =
            JdkCallEngine(client).also { it.config.block() }
    }
}
