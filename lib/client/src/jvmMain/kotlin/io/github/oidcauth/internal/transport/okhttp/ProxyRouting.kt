package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.proxy.ProxyAuthentication
import io.github.oidcauth.internal.transport.proxy.ProxyRouteSelector
import io.github.oidcauth.internal.transport.proxy.ProxySettings
import io.github.oidcauth.internal.transport.proxy.ProxyUrl
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
        /**
         * Returns the routes by [proxy], a setting, or else by what the JVM and the variables of [environment] say. An unusable
         * variable is refused when an address needs it.
         *
         * @throws io.github.oidcauth.InvalidConfigException when [proxy] is not usable.
         */
        fun of(
            environment: Environment,
            proxy: String? = null,
        ): ProxyRouting =
            ProxyRouting(ProxyRouteSelector(ProxySettings.of(environment), own = proxy?.let(ProxyUrl::ofSetting)))
    }
}
