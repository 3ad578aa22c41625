package io.github.oidcauth.okhttp

import mockwebserver3.MockResponse
import mockwebserver3.MockWebServer
import mockwebserver3.RecordedRequest
import okhttp3.Headers
import java.io.Closeable
import java.util.concurrent.TimeUnit

internal const val INVALID_TOKEN = "Bearer error=\"invalid_token\""

/** A resource server on this machine whose responses are enqueued, and which records its requests. */
internal class Api : Closeable {
    val server = MockWebServer().apply { start() }
    val origin: String get() = server.url("/").toString().removeSuffix("/")
    val requestCount: Int get() = server.requestCount

    fun url(path: String): String = origin + path

    fun respond(
        code: Int = 200,
        vararg headers: Pair<String, String>,
        body: String = "",
    ) {
        server.enqueue(
            MockResponse(
                code,
                Headers.headersOf(
                    *headers.flatMap {
                        listOf(it.first, it.second)
                    }.toTypedArray(),
                ),
                body,
            ),
        )
    }

    fun refuse(challenge: String? = INVALID_TOKEN) =
        respond(401, *listOfNotNull(challenge?.let { "WWW-Authenticate" to it }).toTypedArray())

    fun request(): RecordedRequest = checkNotNull(server.takeRequest(5, TimeUnit.SECONDS)) { "There was no request." }

    /** Returns the `Authorization` header of the next [count] requests. */
    fun tokens(count: Int): List<String?> = List(count) { request().headers["Authorization"] }

    override fun close() = server.close()
}
