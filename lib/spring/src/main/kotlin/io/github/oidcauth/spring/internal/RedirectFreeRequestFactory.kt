package io.github.oidcauth.spring.internal

import org.springframework.beans.factory.DisposableBean
import org.springframework.beans.factory.InitializingBean
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder
import org.springframework.boot.http.client.HttpClientSettings
import org.springframework.boot.http.client.HttpRedirects
import org.springframework.http.HttpMethod
import org.springframework.http.client.ClientHttpRequest
import org.springframework.http.client.ClientHttpRequestFactory
import java.net.URI

/**
 * A factory whose requests follow no redirects where they get a token: some HTTP clients send the token on to wherever a redirect
 * leads. All other requests are those of [usual].
 */
internal class RedirectFreeRequestFactory(
    private val usual: ClientHttpRequestFactory,
    private val origins: AuthorizedOrigins,
    create: () -> ClientHttpRequestFactory,
) : ClientHttpRequestFactory,
    InitializingBean,
    DisposableBean {
    private val lazily = lazy(create)
    private val redirectFree by lazily

    override fun createRequest(
        uri: URI,
        httpMethod: HttpMethod,
    ): ClientHttpRequest = (if (origins.contains(httpMethod, uri)) redirectFree else usual).createRequest(uri, httpMethod)

    override fun afterPropertiesSet() {
        (usual as? InitializingBean)?.afterPropertiesSet()
    }

    override fun destroy() {
        (usual as? DisposableBean)?.destroy()
        if (lazily.isInitialized()) (redirectFree as? DisposableBean)?.destroy()
    }
}

/** Builds what [builder] does, with a [RedirectFreeRequestFactory] around it. */
internal class RedirectFreeRequestFactoryBuilder(
    private val builder: ClientHttpRequestFactoryBuilder<*>,
    private val origins: () -> AuthorizedOrigins,
) : ClientHttpRequestFactoryBuilder<ClientHttpRequestFactory> {
    override fun build(settings: HttpClientSettings?): ClientHttpRequestFactory {
        val usual = builder.build(settings)
        val known = settings ?: HttpClientSettings.defaults()
        val all = origins()
        if (known.redirects == HttpRedirects.DONT_FOLLOW || all.authorizers.isEmpty()) return usual
        return RedirectFreeRequestFactory(usual, all) { builder.build(known.withRedirects(HttpRedirects.DONT_FOLLOW)) }
    }
}
