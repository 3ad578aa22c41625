// Tested by AccessTokenFilterTest.
package io.github.oidcauth.spring.internal

import io.github.oidcauth.java.AsyncRequestAuthorization
import org.springframework.web.reactive.function.client.ClientRequest
import org.springframework.web.reactive.function.client.ClientResponse
import org.springframework.web.reactive.function.client.ExchangeFunction
import reactor.core.publisher.Mono

/** One request of a `WebClient` that is sent with a token, for one subscriber. */
internal class AuthorizedExchange(
    private val authorization: AsyncRequestAuthorization,
    private val request: ClientRequest,
    private val next: ExchangeFunction,
) {
    private val body = RecordedBody(request.body())

    /** Sends the request, and once more if that may help. */
    fun send(): Mono<ClientResponse> =
        Mono.fromFuture(authorization::headers)
            .flatMap { headers -> next.exchange(authorized(headers)) }
            .flatMap(::returnOrSendAgain)

    private fun authorized(headers: Map<String, String>): ClientRequest =
        ClientRequest.from(request)
            .headers { all -> headers.forEach(all::set) }
            .body(body)
            .build()

    private fun returnOrSendAgain(response: ClientResponse): Mono<ClientResponse> =
        Mono.fromFuture {
            authorization.shouldRetry(response.statusCode().value(), body.isRepeatable) { response.headers().header(it) }
        }.doOnCancel { release(response).subscribe() }
            .onErrorResume { release(response).then(Mono.error(it)) }
            .flatMap { again -> if (again) release(response).then(send()) else Mono.just(response) }

    /** Nobody needs the rest of the response, so it does not matter if it cannot be read. */
    private fun release(response: ClientResponse): Mono<Void> = response.releaseBody().onErrorComplete()
}
