package io.github.oidcauth.internal.addresses

import java.net.InetAddress
import java.net.UnknownHostException

/** Parses IP addresses without a resolver, because a resolver must not be asked for a host behind a proxy. */
internal object IpLiteral {
    private val IPV6 = Regex("[0-9A-Fa-f:]*:[0-9A-Fa-f:]*(\\.[0-9]+){0,3}")

    /** Returns the address in [text], IPv6 without brackets, or null when [text] is a name or not valid. */
    fun parse(text: String): InetAddress? {
        val isLiteral = isIpv4(text) || IPV6.matches(text)
        if (!isLiteral) return null
        return try {
            // The JDK never looks up text of this form.
            InetAddress.getByName(text)
        } catch (_: UnknownHostException) {
            null
        }
    }
}
