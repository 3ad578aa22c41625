// Tested by OwnHttpClientFromJavaTest.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.transport.Transport
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
import kotlinx.coroutines.runInterruptible
import java.io.InputStream
import java.net.MalformedURLException
import java.net.URI
import java.net.URISyntaxException
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers

/**
 * Sends Ktor's requests with a client of the JDK that the program has made.
 *
 * A call blocks a daemon thread until the whole response is there; cancelling it interrupts that thread, on which the JDK closes
 * the connection. At most [MAX_CONTENT] octets are read, which [Transport] refuses as too large. Plain http uses HTTP/1.1: some
 * servers drop the body of a request that asks for an upgrade.
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
        val request = requestOf(data)
        val (response, content) = runInterruptible {
            client.send(request, BodyHandlers.ofInputStream()).let { it to it.body().use(::contentOf) }
        }
        return HttpResponseData(
            statusCode = HttpStatusCode.fromValue(response.statusCode()),
            requestTime = requestTime,
            headers = headersOf(response),
            version = versionOf(response),
            body = ByteReadChannel(content),
            callContext = context,
        )
    }

    private fun contentOf(body: InputStream): ByteArray = body.readNBytes(MAX_CONTENT)

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
    private fun requestOf(data: HttpRequestData): HttpRequest {
        val uri = uriOf(data)
        val builder = HttpRequest.newBuilder(uri)
        if (uri.scheme == "http") builder.version(HttpClient.Version.HTTP_1_1)
        mergeHeaders(data.headers, data.body) { name, value ->
            if (!name.equals(HttpHeaders.ContentLength, ignoreCase = true)) builder.header(name, value)
        }
        val octets = octetsOf(data.body)
        val body = if (octets.isEmpty()) BodyPublishers.noBody() else BodyPublishers.ofByteArray(octets)
        return builder.method(data.method.value, body).build()
    }

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

    private companion object {
        const val MAX_CONTENT = Transport.MAX_RESPONSE_BYTES + 1
    }
}
