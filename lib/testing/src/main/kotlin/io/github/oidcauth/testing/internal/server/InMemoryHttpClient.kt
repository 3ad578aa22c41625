// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing.internal.server

import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.MockEngineConfig
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.toByteArray
import io.ktor.client.request.HttpRequestData
import io.ktor.http.HttpStatusCode
import io.ktor.http.Url
import io.ktor.http.encodedPath
import io.ktor.http.headers
import kotlinx.coroutines.Dispatchers
import java.io.IOException
import java.net.ConnectException
import java.net.UnknownHostException

/**
 * Returns an HTTP client without sockets that reaches the server at [url] and nothing else. It responds on the caller's
 * dispatcher: in virtual time, no timeout passes while a thread is waited for.
 */
internal fun inMemoryHttpClient(
    url: String,
    isUp: () -> Boolean,
    respondTo: (IncomingRequest) -> Reply,
): HttpClient {
    val server = Url(url)
    return HttpClient(
        MockEngine(
            MockEngineConfig().apply {
                dispatcher = Dispatchers.Unconfined
                reuseHandlers = true
                addHandler { request ->
                    if (!request.url.isAt(server)) {
                        throw UnknownHostException("There is nothing but the scripted login server at $url.")
                    }
                    if (!isUp()) throw ConnectException("The scripted login server is down.")
                    when (val reply = respondTo(incomingRequestOf(request))) {
                        is Reply.Response -> respond(reply.body, HttpStatusCode.fromValue(reply.status), headersOf(reply))
                        Reply.Broken -> throw IOException("The scripted login server broke the connection.")
                    }
                }
            },
        ),
    )
}

private fun Url.isAt(server: Url): Boolean = protocol == server.protocol && host == server.host && port == server.port

private suspend fun incomingRequestOf(request: HttpRequestData): IncomingRequest {
    val headers = request.headers.entries().associate { (name, values) -> name.lowercase() to values.first() }
    val type = request.body.contentType?.let { mapOf("content-type" to "$it") }.orEmpty()
    return IncomingRequest.of(
        request.method.value,
        request.url.encodedPath,
        request.url.encodedQuery,
        headers + type,
        request.body.toByteArray().decodeToString(),
    )
}

private fun headersOf(reply: Reply.Response) = headers { reply.headers.forEach { (name, value) -> append(name, value) } }
