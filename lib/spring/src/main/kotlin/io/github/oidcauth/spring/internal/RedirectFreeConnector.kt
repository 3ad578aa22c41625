package io.github.oidcauth.spring.internal

import org.springframework.boot.http.client.HttpClientSettings
import org.springframework.boot.http.client.HttpRedirects
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder
import org.springframework.http.HttpMethod
import org.springframework.http.client.reactive.ClientHttpConnector
import org.springframework.http.client.reactive.ClientHttpRequest
import org.springframework.http.client.reactive.ClientHttpResponse
import reactor.core.publisher.Mono
import java.net.URI
import java.util.function.Function

/** A connector whose requests follow no redirects where they get a token, as [RedirectFreeRequestFactory]. */
internal class RedirectFreeConnector(
    private val usual: ClientHttpConnector,
    private val origins: AuthorizedOrigins,
    create: () -> ClientHttpConnector,
) : ClientHttpConnector {
    private val redirectFree by lazy(create)

    override fun connect(
        method: HttpMethod,
        uri: URI,
        requestCallback: Function<in ClientHttpRequest, Mono<Void>>,
    ): Mono<ClientHttpResponse> =
        (if (origins.contains(method, uri)) redirectFree else usual).connect(method, uri, requestCallback)
}

/** Builds what [builder] does, with a [RedirectFreeConnector] around it. */
internal class RedirectFreeConnectorBuilder(
    private val builder: ClientHttpConnectorBuilder<*>,
    private val origins: () -> AuthorizedOrigins,
) : ClientHttpConnectorBuilder<ClientHttpConnector> {
    override fun build(settings: HttpClientSettings?): ClientHttpConnector {
        val usual = builder.build(settings)
        val known = settings ?: HttpClientSettings.defaults()
        val all = origins()
        if (known.redirects == HttpRedirects.DONT_FOLLOW || all.authorizers.isEmpty()) return usual
        return RedirectFreeConnector(usual, all) { builder.build(known.withRedirects(HttpRedirects.DONT_FOLLOW)) }
    }
}
