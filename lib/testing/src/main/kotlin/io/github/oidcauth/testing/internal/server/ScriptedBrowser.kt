package io.github.oidcauth.testing.internal.server

import io.ktor.http.Url
import io.ktor.http.encodedPath
import io.ktor.http.parseQueryString
import java.io.IOException
import java.net.HttpURLConnection
import java.net.URI
import kotlin.concurrent.thread

/** Opens pages of the server, and goes where they lead. */
internal class ScriptedBrowser(
    private val isUp: () -> Boolean,
    private val respond: (IncomingRequest) -> Reply,
) {
    /** Visits [url] and whatever it redirects to, without being waited for: a program may not listen before it is told so. */
    fun open(url: String) {
        thread(name = "scripted-browser", isDaemon = true) { responseOf(url)?.let(::visit) }
    }

    /** Where the page at [url] sends the browser, or null when it stays there. */
    fun responseOf(url: String): String? {
        if (!isUp()) return null
        val page = Url(url)
        val reply = respond(IncomingRequest("GET", page.encodedPath, parseQueryString(page.encodedQuery)))
        return (reply as? Reply.Response)?.headers?.get("Location")
    }

    /** The listener of the program, which is on this machine. */
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
