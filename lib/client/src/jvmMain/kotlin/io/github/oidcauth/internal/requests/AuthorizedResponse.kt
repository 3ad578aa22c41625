// Tested by AuthorizedHttpClientTest.
package io.github.oidcauth.internal.requests

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpHeaders
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.Optional
import javax.net.ssl.SSLSession

/** [response] to [request], which is as the program made it and has no token, with the [body] of the program's handler. */
internal class AuthorizedResponse<T>(
    private val response: HttpResponse<*>,
    private val request: HttpRequest,
    private val body: T,
) : HttpResponse<T> {
    override fun statusCode(): Int = response.statusCode()

    override fun request(): HttpRequest = request

    override fun previousResponse(): Optional<HttpResponse<T>> = Optional.empty()

    override fun headers(): HttpHeaders = response.headers()

    override fun body(): T = body

    override fun sslSession(): Optional<SSLSession> = response.sslSession()

    override fun uri(): URI = response.uri()

    override fun version(): HttpClient.Version = response.version()

    override fun toString(): String = response.toString()
}
