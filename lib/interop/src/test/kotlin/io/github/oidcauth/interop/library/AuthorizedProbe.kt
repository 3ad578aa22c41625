package io.github.oidcauth.interop.library

import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.interop.browser.HttpProbe
import java.net.http.HttpResponse

/** Sends GET requests by the JDK's client with the tokens of [authorizer], as its KDoc describes for a client of one's own. */
internal class AuthorizedProbe(private val authorizer: RequestAuthorizer) {
    /** The statuses of all responses so far, in order. */
    val statuses = mutableListOf<Int>()

    suspend fun get(url: String): HttpResponse<String> {
        val authorization =
            checkNotNull(authorizer.begin("GET", url, hasAuthorization = false)) { "$url is not an allowed origin." }
        while (true) {
            val response = HttpProbe.get(url, authorization.headers())
            synchronized(statuses) { statuses += response.statusCode() }
            if (!authorization.shouldRetry(response.statusCode(), true) { response.headers().allValues(it) }) return response
        }
    }
}
