package io.github.oidcauth.internal.transport.proxy

import java.net.InetSocketAddress
import java.net.Proxy
import java.util.Base64

/**
 * A proxy with the user name and password that were configured for it, and [source], where that was.
 *
 * An engine hands the same object back with each connection, so what is secret for one proxy cannot get to another. The name is looked up
 * when a connection is made. [toString] has no secret.
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
        /** Credentials for the scheme `Basic` in UTF-8 (RFC 7617 §2.1). */
        fun basic(
            user: String,
            password: String,
        ): String = "Basic " + Base64.getEncoder().encodeToString("$user:$password".toByteArray())

        /** A host and port as they stand in a URL. */
        fun hostAndPort(
            host: String,
            port: Int,
        ): String = if (':' in host) "[$host]:$port" else "$host:$port"
    }
}
