package io.github.oidcauth.internal.transport

import io.ktor.client.plugins.api.createClientPlugin
import io.ktor.http.HttpHeaders
import java.util.Base64

/**
 * Sends the user name and password of a proxy's URL along with each request that goes through it (RFC 7617 §2).
 *
 * Not by `java.net.Authenticator`: with one of these, `java.net.http` throws an exception in place of a server's own 401. The header
 * goes to the proxy alone; the JDK keeps it out of tunnels and of direct connections.
 */
internal val ProxyCredentials =
    createClientPlugin("ProxyCredentials", ::ProxyCredentialsConfig) {
        val settings = pluginConfig.settings
        onRequest { request, _ ->
            val url = request.url
            val proxy = settings?.proxyFor(url.protocol.name, url.host, if (url.port == 0) url.protocol.defaultPort else url.port)
            val user = proxy?.user
            if (user != null) {
                val credentials = Base64.getEncoder().encodeToString("$user:${proxy.password}".toByteArray())
                request.headers[HttpHeaders.ProxyAuthorization] = "Basic $credentials"
            }
        }
    }

internal class ProxyCredentialsConfig {
    var settings: ProxySettings? = null
}
