package io.github.oidcauth.spring

import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.java.AsyncRequestAuthorization
import io.github.oidcauth.spring.internal.AuthorizedExchange
import org.springframework.http.HttpHeaders
import org.springframework.web.reactive.function.client.ClientRequest
import org.springframework.web.reactive.function.client.ClientResponse
import org.springframework.web.reactive.function.client.ExchangeFilterFunction
import org.springframework.web.reactive.function.client.ExchangeFunction
import reactor.core.publisher.Mono

/**
 * Sends an access token with the requests of a `WebClient`, or of an HTTP interface over one, by the rules of
 * [RequestAuthorizer].
 *
 * ```
 * val orders = WebClient.builder()
 *     .filter(AccessTokenFilter.of(tokens, "https://orders.example.com"))
 *     .baseUrl("https://orders.example.com")
 *     .build()
 * ```
 *
 * No thread waits for the token, and cancelling the subscription cancels the request for one. If no token can be obtained, the
 * `Mono` fails with an [io.github.oidcauth.AuthException]. The body of a refused response is released before the request is sent
 * again. A request is sent again if it has no body, or one that was written in one piece, such as a JSON object, a text or a form;
 * one that was streamed is not sent again, and the refusal is returned.
 *
 * A filter does not see redirects: **use a connector that does not follow them**. The auto-configuration for Spring Boot ensures
 * that; without it, `JdkClientHttpConnector()` and `ReactorClientHttpConnector()` follow none. Thread-safe.
 */
public class AccessTokenFilter(
    private val authorizer: RequestAuthorizer,
) : ExchangeFilterFunction {
    /** Sends [request], with a token if it is for one of the origins of the authorizer, for each subscriber. */
    override fun filter(
        request: ClientRequest,
        next: ExchangeFunction,
    ): Mono<ClientResponse> =
        Mono.defer {
            val hasAuthorization = request.headers().containsHeader(HttpHeaders.AUTHORIZATION)
            val authorization =
                AsyncRequestAuthorization.begin(
                    authorizer,
                    request.method().name(),
                    request.url().toString(),
                    hasAuthorization,
                )
            if (authorization == null) next.exchange(request) else AuthorizedExchange(authorization, request, next).send()
        }

    override fun toString(): String = "AccessTokenFilter(origins=${authorizer.origins})"

    public companion object {
        /**
         * Returns a filter that sends the tokens of [tokens] to [origins] alone.
         *
         * @throws io.github.oidcauth.InvalidConfigException if there is no origin, or one of them is not usable.
         */
        @JvmStatic
        public fun of(
            tokens: TokenSource,
            vararg origins: String,
        ): AccessTokenFilter = AccessTokenFilter(RequestAuthorizer.of(tokens, *origins))
    }
}
