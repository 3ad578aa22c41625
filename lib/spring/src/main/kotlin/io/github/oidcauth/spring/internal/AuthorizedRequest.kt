package io.github.oidcauth.spring.internal

import org.springframework.http.HttpHeaders
import org.springframework.http.HttpRequest
import org.springframework.http.client.support.HttpRequestWrapper

/**
 * A request with the headers of a token. The original stays as it is: an interceptor that sends it again, later, would otherwise
 * send an old token, as if the caller had set the header.
 */
internal class AuthorizedRequest(
    request: HttpRequest,
    authorization: Map<String, String>,
) : HttpRequestWrapper(request) {
    private val headers = HttpHeaders()

    init {
        request.headers.forEach { name, values -> headers.addAll(name, values) }
        authorization.forEach(headers::set)
    }

    override fun getHeaders(): HttpHeaders = headers
}
