package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.proxy.ProxyAuthentication
import io.github.oidcauth.internal.transport.proxy.ProxyRouteSelector
import io.github.oidcauth.internal.transport.proxy.ProxySettings
import okhttp3.EventListener
import okhttp3.OkHttpClient

/**
 * The proxy settings of an OkHttp client: the proxy for an address, the login at the proxy, and the detection of its failures.
 */
internal class ProxyRouting(
    private val routes: ProxyRouteSelector,
    private val authentication: ProxyAuthentication = ProxyAuthentication(),
) {
    fun applyTo(builder: OkHttpClient.Builder) {
        builder
            .proxySelector(routes)
            .proxyAuthenticator(authentication)
            .addNetworkInterceptor(authentication)
            .eventListenerFactory(EventListener.Factory { ProxyEventListener() })
    }

    companion object {
        /** Reads the variables of [environment]. An unusable one is refused when an address needs it. */
        fun of(environment: Environment): ProxyRouting = ProxyRouting(ProxyRouteSelector(ProxySettings.of(environment)))
    }
}
