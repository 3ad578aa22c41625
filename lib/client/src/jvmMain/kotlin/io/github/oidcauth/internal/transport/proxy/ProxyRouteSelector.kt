package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.Ports
import okhttp3.HttpUrl
import java.io.IOException
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.SocketAddress
import java.net.URI

/**
 * Selects the proxy for an address. The first of these that applies is used:
 *
 * 1. this machine (`localhost`, `127.0.0.0/8`, `::1`) is reached without one;
 * 2. [own], the proxy of the configuration;
 * 3. a `ProxySelector` that the program has set with `ProxySelector.setDefault`;
 * 4. the JVM's properties: `https.proxyHost` for https, `http.proxyHost` for http, `socksProxyHost` for both, with their ports
 *    and exceptions, read by the JDK itself;
 * 5. with `java.net.useSystemProxies`, the proxy of the operating system;
 * 6. the environment variables ([ProxySettings]).
 *
 * So settings of this program come before inherited ones. Selector and properties are read for each new connection, the
 * variables once.
 */
internal class ProxyRouteSelector(
    private val variables: ProxySettings,
    private val own: ProxyAddress? = null,
    private val selector: () -> ProxySelector? = ProxySelector::getDefault,
    private val property: (String) -> String? = System::getProperty,
) : ProxySelector() {
    /**
     * Returns the proxies to try for [uri].
     *
     * @throws InvalidConfigException when the setting for this address is not usable. After an `IOException`, OkHttp would call
     * this again and again.
     */
    override fun select(uri: URI): List<Proxy> = select(uri, uri.host.orEmpty(), uri.port)

    /** Returns the proxies to try for [url], at least one, even if `java.net.URI` does not accept its host. */
    fun select(url: HttpUrl): List<Proxy> = select(url.toUri(), url.host, url.port)

    private fun select(
        uri: URI,
        host: String,
        port: Int,
    ): List<Proxy> {
        if (NoProxyHosts.isLoopback(host)) return DIRECT
        if (own != null) return listOf(own)
        val selector = selector()
        val isOfJvm = selector == null || selector.javaClass.name == SELECTOR_OF_JVM
        return when {
            selector == null -> selectByVariables(uri, host, port)

            !isOfJvm -> selectBy(selector, uri)

            isSet("${uri.scheme}.proxyHost") || isSet("socksProxyHost") -> selectBy(selector, uri).map {
                withUser(it, uri.scheme)
            }

            property("java.net.useSystemProxies").toBoolean() -> selectBySystem(selector, uri)
                ?: selectByVariables(uri, host, port)

            else -> selectByVariables(uri, host, port)
        }
    }

    /** Only the program's selector is notified; the request fails with the same failure. */
    override fun connectFailed(
        uri: URI,
        address: SocketAddress,
        failure: IOException,
    ) {
        val selector = selector()?.takeIf { own == null } ?: return
        try {
            selector.connectFailed(uri, address, failure)
        } catch (_: RuntimeException) {
            // The program's selector failed; the failure of the connection is reported anyway.
        }
    }

    private fun isSet(name: String): Boolean = !property(name).isNullOrBlank()

    private fun selectByVariables(
        uri: URI,
        host: String,
        port: Int,
    ): List<Proxy> {
        val actualPort = if (port >= 0) port else Ports.defaultOf(uri.scheme) ?: return DIRECT
        return variables.proxyFor(uri.scheme, host, actualPort)?.let(::listOf) ?: DIRECT
    }

    private fun selectBySystem(
        selector: ProxySelector,
        uri: URI,
    ): List<Proxy>? = selectBy(selector, uri).takeIf { proxies -> proxies.any { it.type() != Proxy.Type.DIRECT } }

    private fun selectBy(
        selector: ProxySelector,
        uri: URI,
    ): List<Proxy> =
        try {
            // Java code may return null nevertheless.
            @Suppress("USELESS_ELVIS")
            (selector.select(uri) ?: emptyList<Proxy>()).ifEmpty { DIRECT }
        } catch (e: RuntimeException) {
            val name = e.javaClass.simpleName
            throw InvalidConfigException(
                "The program's ProxySelector failed with $name when it was asked for ${uri.scheme}://${uri.host}. Correct it.",
            )
        }

    /**
     * Adds the user of these two properties, which Maven, Gradle and others read, but not the JDK. They belong to the proxy in
     * the properties beside them.
     */
    private fun withUser(
        proxy: Proxy,
        scheme: String,
    ): Proxy {
        val address = proxy.address() as? InetSocketAddress
        if (proxy.type() != Proxy.Type.HTTP || address == null) return proxy
        val user = property("$scheme.proxyUser")?.takeIf { it.isNotEmpty() }
        val password = property("$scheme.proxyPassword").orEmpty()
        return ProxyAddress(Proxy.Type.HTTP, address.hostString, address.port, user, password, ProxySource.Properties(scheme))
    }

    private companion object {
        const val SELECTOR_OF_JVM = "sun.net.spi.DefaultProxySelector"
        val DIRECT: List<Proxy> = listOf(Proxy.NO_PROXY)
    }
}
