package io.github.oidcauth.testing.internal.server

import io.ktor.http.Url
import io.ktor.http.encodedPath
import io.ktor.http.parseQueryString
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import kotlin.concurrent.thread

/** Opens pages of the server, and follows their redirects. */
internal class ScriptedBrowser(
    private val isUp: () -> Boolean,
    private val respond: (IncomingRequest) -> Reply,
) {
    /** Visits [url] and its redirects, and does not wait for the result: a program may start to listen later. */
    fun open(url: String) {
        thread(name = "scripted-browser", isDaemon = true) { responseOf(url)?.let(::visit) }
    }

    /** Returns the address to which the page at [url] sends the browser, or null if it stays there. */
    fun responseOf(url: String): String? {
        if (!isUp()) return null
        val page = Url(url)
        val reply = respond(IncomingRequest("GET", page.encodedPath, parseQueryString(page.encodedQuery)))
        return (reply as? Reply.Response)?.headers?.get("Location")
    }

    /** Visits the listener of the program, which is on this machine. */
    private fun visit(url: String) {
        try {
            val connection = URI(url).toURL().openConnection() as HttpURLConnection
            connection.instanceFollowRedirects = false
            connection.connectTimeout = TIMEOUT_MILLIS
            connection.readTimeout = TIMEOUT_MILLIS
            connection.responseCode
            connection.disconnect()
        } catch (_: IOException) {
            // The program has stopped listening. A user would see an error page.
        }
    }

    private companion object {
        const val TIMEOUT_MILLIS = 30_000
    }
}
