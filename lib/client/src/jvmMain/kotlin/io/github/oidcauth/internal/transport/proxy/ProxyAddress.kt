package io.github.oidcauth.internal.transport.proxy

import java.net.InetSocketAddress
import java.net.Proxy
import java.util.Base64

/**
 * A proxy with its configured user name and password, and with [source], the setting that they come from.
 *
 * An engine passes the same object back with each connection, so the credentials of one proxy cannot be sent to another. The host
 * name is looked up when a connection is opened. [toString] contains no secret.
 */
internal class ProxyAddress(
    type: Proxy.Type,
    val host: String,
    val port: Int,
    val user: String?,
    val password: String,
    val source: ProxySource,
) : Proxy(type, InetSocketAddress.createUnresolved(host, port)) {
    /** The value of `Proxy-Authorization` (RFC 7617 §2), or null when there is no user name. */
    val authorization: String? get() = user?.let { basic(it, password) }

    override fun toString(): String = hostAndPort(host, port)

    companion object {
        /** Returns credentials for the scheme `Basic` in UTF-8 (RFC 7617 §2.1). */
        fun basic(
            user: String,
            password: String,
        ): String = "Basic " + Base64.getEncoder().encodeToString("$user:$password".toByteArray())

        /** Returns a host and port in the form of URLs. */
        fun hostAndPort(
            host: String,
            port: Int,
        ): String = if (':' in host) "[$host]:$port" else "$host:$port"
    }
}
