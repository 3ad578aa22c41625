package io.github.oidcauth.cli.screen

import java.net.URI
import java.net.URISyntaxException

/** Recognizes the pages that another device can open. */
internal object PhoneReach {
    private val LOOPBACK_V4 = Regex("127(\\.[0-9]{1,3}){1,3}")
    private val LOOPBACK_V6 = Regex("\\[(0*:)*0*1]")

    /** Returns true if [url] leads to the machine that opens it, or to nowhere. */
    fun isOnThisMachine(url: String): Boolean {
        val host =
            try {
                URI(url).host?.lowercase() ?: return true
            } catch (_: URISyntaxException) {
                return true
            }
        return host == "localhost" || host.endsWith(".localhost") || LOOPBACK_V4.matches(host) || LOOPBACK_V6.matches(host)
    }
}
