package io.github.oidcauth.internal.transport

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.ktor.http.HttpHeaders
import okhttp3.Authenticator
import okhttp3.HttpUrl
import okhttp3.Interceptor
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI
import java.util.Base64

/** What OkHttp has to know about the proxies of [settings]. */
internal class ProxyRouting private constructor(
    private val settings: ProxySettings,
) {
    val selector: ProxySelector = Selector()

    /** Adds user name and password to the `CONNECT` of a tunnel. A proxy that refuses them is not asked again. */
    val authenticator: Authenticator =
        Authenticator { route, response ->
            val request = response.request
            val isRefused = request.header(HttpHeaders.ProxyAuthorization) != null
            val credentials = route?.address?.url?.let(::credentialsFor)
            credentials?.takeUnless { isRefused }?.let { request.newBuilder().header(HttpHeaders.ProxyAuthorization, it).build() }
        }

    /** Adds them to the requests for http, which the proxy itself reads. */
    val credentials: Interceptor =
        Interceptor { chain ->
            val request = chain.request()
            val proxied = chain.connection()?.route()?.proxy?.type() == Proxy.Type.HTTP && !request.isHttps
            val credentials = if (proxied) credentialsFor(request.url) else null
            chain.proceed(credentials?.let { request.newBuilder().header(HttpHeaders.ProxyAuthorization, it).build() } ?: request)
        }

    /** RFC 7617 §2. */
    private fun credentialsFor(url: HttpUrl): String? {
        val proxy = settings.proxyFor(url.scheme, url.host, url.port) ?: return null
        val user = proxy.user ?: return null
        return "Basic " + Base64.getEncoder().encodeToString("$user:${proxy.password}".toByteArray())
    }

    private inner class Selector : ProxySelector() {
        override fun select(uri: URI): List<Proxy> {
            val port = if (uri.port >= 0) uri.port else HttpUrl.defaultPort(uri.scheme)
            val address = settings.proxyFor(uri.scheme, uri.host.orEmpty(), port) ?: return listOf(Proxy.NO_PROXY)
            // By name: OkHttp resolves it, and says so when that fails.
            return listOf(Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.host, address.port)))
        }

        override fun connectFailed(
            uri: URI,
            address: SocketAddress,
            e: IOException,
        ) {
            // There is no second proxy to turn to; the request fails and says so.
        }
    }

    companion object {
        /** @throws InvalidConfigException when a variable of [environment] names a proxy that cannot be used. */
        fun of(environment: Environment): ProxyRouting = ProxyRouting(ProxySettings.of(environment))
    }
}
