package io.github.oidcauth.testing.soak

import java.net.HttpURLConnection
import java.net.URI
import kotlin.concurrent.thread

/** A browser whose user agrees: it goes to the login page and from there back to the program. Keeps no connection. */
internal object ReturningBrowser {
    private const val TIMEOUT_MILLIS = 30_000

    fun open(url: String): Boolean {
        thread(name = "browser", isDaemon = true) { get(checkNotNull(get(url)) { "The login page leads nowhere." }) }
        return true
    }

    /** Returns the address that the page at [url] redirects to, or null. */
    private fun get(url: String): String? {
        val connection = URI(url).toURL().openConnection() as HttpURLConnection
        connection.instanceFollowRedirects = false
        connection.setRequestProperty("Connection", "close")
        connection.connectTimeout = TIMEOUT_MILLIS
        connection.readTimeout = TIMEOUT_MILLIS
        val leadsTo = connection.getHeaderField("Location")
        connection.disconnect()
        return leadsTo
    }
}
