package io.github.oidcauth.spring

import io.github.oidcauth.AuthException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.java.BlockingRequestAuthorization
import io.github.oidcauth.spring.internal.AuthorizedRequest
import org.springframework.http.HttpHeaders
import org.springframework.http.HttpRequest
import org.springframework.http.client.ClientHttpRequestExecution
import org.springframework.http.client.ClientHttpRequestInterceptor
import org.springframework.http.client.ClientHttpResponse
import java.io.IOException

/**
 * Sends an access token with the requests of a `RestClient`, a `RestTemplate` or an HTTP interface, by the rules of
 * [RequestAuthorizer].
 *
 * ```
 * val orders = RestClient.builder()
 *     .requestInterceptor(AccessTokenInterceptor.of(tokens, "https://orders.example.com"))
 *     .baseUrl("https://orders.example.com")
 *     .build()
 * ```
 *
 * The calling thread waits for the token; interrupt it to stop that. A refused response is closed before the request is sent
 * again. Spring keeps the body of an intercepted request in memory, so every request can be sent again.
 *
 * An interceptor does not see redirects: **use a request factory that does not follow them**. The auto-configuration for Spring
 * Boot ensures that; without it, `JdkClientHttpRequestFactory()` follows none. Thread-safe.
 */
public class AccessTokenInterceptor(
    private val authorizer: RequestAuthorizer,
) : ClientHttpRequestInterceptor {
    /**
     * Sends [request], with a token if it is for one of the origins of the authorizer.
     *
     * @throws AuthException if no token can be obtained.
     * @throws IOException as [execution] does.
     */
    @Throws(IOException::class)
    override fun intercept(
        request: HttpRequest,
        body: ByteArray,
        execution: ClientHttpRequestExecution,
    ): ClientHttpResponse {
        val hasAuthorization = request.headers.containsHeader(HttpHeaders.AUTHORIZATION)
        val authorization =
            BlockingRequestAuthorization.begin(authorizer, request.method.name(), request.uri.toString(), hasAuthorization)
                ?: return execution.execute(request, body)
        while (true) {
            val response = execution.execute(AuthorizedRequest(request, authorization.headers()), body)
            var isReturned = false
            try {
                isReturned = !authorization.isRefused(response)
                if (isReturned) return response
            } finally {
                if (!isReturned) response.close()
            }
        }
    }

    private fun BlockingRequestAuthorization.isRefused(response: ClientHttpResponse): Boolean =
        shouldRetry(response.statusCode.value(), isRepeatable = true) { response.headers[it].orEmpty() }

    override fun toString(): String = "AccessTokenInterceptor(origins=${authorizer.origins})"

    public companion object {
        /**
         * Returns an interceptor that sends the tokens of [tokens] to [origins] alone.
         *
         * @throws io.github.oidcauth.InvalidConfigException if there is no origin, or one of them is not usable.
         */
        @JvmStatic
        public fun of(
            tokens: TokenSource,
            vararg origins: String,
        ): AccessTokenInterceptor = AccessTokenInterceptor(RequestAuthorizer.of(tokens, *origins))
    }
}
