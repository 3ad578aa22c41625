package io.github.oidcauth.sample.server

import org.jsoup.Jsoup
import org.jsoup.nodes.Document
import java.net.CookieManager
import java.net.CookiePolicy
import java.net.URI
import java.net.URLDecoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration

/** The part of a browser that logging in needs: cookies, redirects and forms. */
internal class Browser {
    /** The end of a chain of redirects. */
    sealed interface Landing {
        class Page(
            val address: URI,
            val status: Int,
            val document: Document,
        ) : Landing {
            val heading: String? get() = document.selectFirst("h1")?.text()
            val warning: String? get() = document.selectFirst("[role=alert]")?.text()

            /** Describes the page without its query, which may contain a code. */
            val description: String get() = "${address.path} responded $status" +
                heading?.let { " with the page '$it'" }.orEmpty()
        }

        class Callback(
            val status: Int,
        ) : Landing
    }

    private val client =
        HttpClient
            .newBuilder()
            .cookieHandler(CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(TIMEOUT)
            .build()

    fun open(
        address: URI,
        callback: String?,
    ): Landing = follow(HttpRequest.newBuilder(address).GET(), address, callback)

    fun submit(
        form: FilledForm,
        callback: String?,
    ): Landing {
        if (!form.posts) return open(URI("${form.target}?${form.encoded}"), callback)
        val request =
            HttpRequest
                .newBuilder(form.target)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.encoded))
        return follow(request, form.target, callback)
    }

    private fun follow(
        first: HttpRequest.Builder,
        firstAddress: URI,
        callback: String?,
    ): Landing {
        var request = first
        var address = firstAddress
        repeat(MAX_REDIRECTS) {
            val atCallback = callback != null && address.toString().substringBefore('?') == callback
            val response = client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString())
            if (atCallback) return Landing.Callback(response.statusCode())
            val location = response.headers().firstValue("Location").orElse(null)
            if (response.statusCode() !in 300..399 || location == null) {
                val document = Jsoup.parse(response.body(), address.toString())
                return Landing.Page(address, response.statusCode(), document)
            }
            address = address.resolve(location)
            request = HttpRequest.newBuilder(address).header("Accept", "text/html").GET()
        }
        error("More than $MAX_REDIRECTS redirects in a row, the last to ${address.path}.")
    }

    companion object {
        private const val MAX_REDIRECTS = 20
        private val TIMEOUT: Duration = Duration.ofSeconds(20)

        fun parameter(
            address: URI,
            name: String,
        ): String? =
            address.rawQuery
                .orEmpty()
                .split('&')
                .firstOrNull { it.substringBefore('=') == name }
                ?.let { URLDecoder.decode(it.substringAfter('=', ""), Charsets.UTF_8) }
    }
}
