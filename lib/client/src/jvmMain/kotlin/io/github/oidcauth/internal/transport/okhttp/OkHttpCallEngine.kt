// Tested by DefaultHttpClientTest and EngineFaultsTest.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.transport.BodyMode
import io.github.oidcauth.internal.transport.RequestProgress
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.proxy.ProxyFaultException
import io.github.oidcauth.internal.transport.proxy.ProxyRouteSelector
import io.ktor.client.engine.HttpClientEngine
import io.ktor.client.engine.HttpClientEngineBase
import io.ktor.client.engine.HttpClientEngineConfig
import io.ktor.client.engine.HttpClientEngineFactory
import io.ktor.client.engine.callContext
import io.ktor.client.engine.mergeHeaders
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.HttpResponseData
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpProtocolVersion
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.OutgoingContent
import io.ktor.util.date.GMTDate
import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.InternalAPI
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Headers
import okhttp3.HttpUrl.Companion.toHttpUrlOrNull
import okhttp3.OkHttpClient
import okhttp3.Protocol
import okhttp3.Request
import okhttp3.Response
import java.io.IOException
import java.net.MalformedURLException
import java.net.ProtocolException
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resumeWithException

/**
 * Returns the body of a request of this library.
 *
 * @throws IllegalStateException when it is a stream.
 */
internal fun octetsOf(content: OutgoingContent): ByteArray =
    when (content) {
        is OutgoingContent.ByteArrayContent -> content.bytes()
        is OutgoingContent.NoContent -> ByteArray(0)
        is OutgoingContent.ContentWrapper -> octetsOf(content.delegate())
        else -> error("This engine sends octets, not ${content::class.simpleName}.")
    }

/**
 * Sends Ktor's requests with OkHttp.
 *
 * Ktor's own engine for OkHttp is not used: its bodies may be sent again by OkHttp, it prints the stack traces of exceptions that
 * are not an `IOException`, shuts shared threads down with the first client, and switches threads two more times for each
 * request.
 *
 * A call blocks a daemon thread until the whole response is there, of which at most one octet more than the limit is read. If the
 * request wants a stream ([BodyMode]), the call ends with the headers, and each read of the body blocks a thread. Cancelling a
 * request closes its connection.
 */
internal class OkHttpCallEngine(
    private val connections: OkHttpClient,
) : HttpClientEngineBase("oidc-auth") {
    override val config: HttpClientEngineConfig = HttpClientEngineConfig()

    override val dispatcher: CoroutineDispatcher get() = RequestThreads.dispatcher

    @InternalAPI
    override suspend fun execute(data: HttpRequestData): HttpResponseData {
        val context = callContext()
        val requestTime = GMTDate()
        val call = callOf(requestOf(data, currentCoroutineContext()))
        val mode = data.attributes.getOrNull(BodyMode.KEY) ?: BodyMode.DEFAULT
        val (response, content) =
            when (mode) {
                is BodyMode.Whole -> received(call, mode.limit)
                is BodyMode.Streamed -> opened(call).let { it to channelOf(call, it, context) }
            }
        return HttpResponseData(
            statusCode = HttpStatusCode(response.code, response.message),
            requestTime = requestTime,
            headers = ResponseHeaders.of(response),
            version = if (response.protocol == Protocol.HTTP_2) HttpProtocolVersion.HTTP_2_0 else HttpProtocolVersion.HTTP_1_1,
            body = content,
            callContext = context,
        )
    }

    private suspend fun received(
        call: Call,
        limit: Int,
    ): Pair<Response, ByteReadChannel> =
        blocking(call, onLost = {}) { call.execute().use { it to ByteReadChannel(contentOf(it, limit)) } }

    private suspend fun opened(call: Call): Response = blocking(call, onLost = Response::close) { call.execute() }

    /**
     * Runs [block], which uses [call], on this thread. Another thread cancels the coroutine meanwhile, which closes the connection;
     * [onLost] frees a result that comes too late.
     */
    private suspend fun <T> blocking(
        call: Call,
        onLost: (T) -> Unit,
        block: () -> T,
    ): T =
        suspendCancellableCoroutine { continuation ->
            continuation.invokeOnCancellation { call.cancel() }
            try {
                continuation.resume(block()) { _, result, _ -> onLost(result) }
            } catch (e: StreamedBody.UnwrittenException) {
                continuation.resumeWithException(e.cause)
            } catch (e: IOException) {
                continuation.resumeWithException(ProxyFaultException.find(e)?.failure ?: e)
            } catch (_: IllegalStateException) {
                // OkHttp accepts a status such as `-12`, and fails later.
                continuation.resumeWithException(ProtocolException("The response has a status that is not valid in HTTP."))
            }
        }

    private fun contentOf(
        response: Response,
        limit: Int,
    ): ByteArray {
        val length = ContentLengthInterceptor.of(response)
        val source = response.body.source()
        val most = limit + 1L
        val content = if (source.request(most)) source.readByteArray(most) else source.readByteArray()
        ContentLengthInterceptor.check(response, length, content.size.toLong(), limit.toLong())
        return content
    }

    /** Returns the body of [response], which is closed at the end of [context], whatever happens to the channel. */
    private fun channelOf(
        call: Call,
        response: Response,
        context: CoroutineContext,
    ): ByteReadChannel {
        val length = ContentLengthInterceptor.of(response)
        val source = response.body.source()
        var received = 0L
        val channel =
            BlockingBodyChannel(
                readBlocking = { piece ->
                    blocking(call, onLost = {}) {
                        source.read(piece).also { count ->
                            if (count > 0) received += count
                            if (count < 0) ContentLengthInterceptor.check(response, length, received, Long.MAX_VALUE)
                        }
                    }
                },
                abort = call::cancel,
                close = response::close,
            )
        context.job.invokeOnCompletion { channel.cancel(it) }
        return channel
    }

    /**
     * OkHttp does not use the selector for hosts that `java.net.URI` does not accept, such as `a_b.example`. For those the proxy
     * is set in advance.
     */
    private fun callOf(request: Request): Call {
        val routes = connections.proxySelector as? ProxyRouteSelector
        if (routes == null || request.url.toUri().host != null) return connections.newCall(request)
        val proxy = routes.select(request.url).first()
        return connections.newBuilder().proxy(proxy).build().newCall(request)
    }

    @OptIn(InternalAPI::class)
    private fun requestOf(
        data: HttpRequestData,
        context: CoroutineContext,
    ): Request {
        // The URL may contain a secret, so it is not in the message.
        val url = data.url.toString().toHttpUrlOrNull() ?: throw MalformedURLException("The address is not one of http or https.")
        val headers = Headers.Builder()
        var mediaType: String? = null
        mergeHeaders(data.headers, data.body) { name, value ->
            when (name) {
                HttpHeaders.ContentType -> mediaType = value
                HttpHeaders.ContentLength -> Unit
                else -> headers.addUnsafeNonAscii(name, value)
            }
        }
        val method = data.method.value
        val body =
            when {
                method in WITHOUT_BODY -> null
                StreamedBody.isStream(data.body) -> OneShotStream(StreamedBody(data.body, context), mediaType)
                else -> OneShotBody(octetsOf(data.body), mediaType)
            }
        return Request
            .Builder()
            // A user name in the URL is not sent (RFC 9110 §4.2.4). OkHttp would send it to a proxy.
            .url(url.newBuilder().username("").password("").build())
            .headers(headers.build())
            .method(method, body)
            .tag(RequestProgress::class.java, data.attributes.getOrNull(RequestProgress.KEY))
            // Tells the interceptor of oidc-auth-okhttp, which sees no internal class, not to ask for a token.
            .tag(String::class.java, if (Transport.MARK in data.attributes) Transport.MARK.name else null)
            .build()
    }

    /** Creates engines with the same connections, which no engine closes. */
    class Factory(
        private val connections: OkHttpClient,
    ) : HttpClientEngineFactory<HttpClientEngineConfig> {
        override fun create(block: HttpClientEngineConfig.() -> Unit): HttpClientEngine =
            OkHttpCallEngine(connections).also { it.config.block() }
    }

    private companion object {
        /** OkHttp refuses a body for these methods. Its own list is internal, and not accessible on the module path. */
        val WITHOUT_BODY = setOf("GET", "HEAD")
    }
}
