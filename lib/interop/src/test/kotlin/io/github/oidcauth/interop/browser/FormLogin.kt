package io.github.oidcauth.interop.browser

import java.net.URI
import java.net.http.HttpResponse
import javax.net.ssl.SSLContext

/**
 * Somebody who signs in and decides at the pages of Keycloak or of the node provider without a browser: cookies, redirects and
 * forms over plain HTTP. The session lasts as long as the object, so the next visit needs no password.
 */
internal class FormLogin(
    private val username: String = "alice",
    private val password: String = username,
    private val decision: Decision = Decision.ALLOW,
    tls: SSLContext? = null,
) {
    private val probe = if (tls == null) HttpProbe else HttpProbe(tls)
    private val cookies = CookieJar()

    /** Goes from [authorizationUrl] to where the provider sends the browser back. */
    fun callback(authorizationUrl: String): Callback =
        checkNotNull(walk(authorizationUrl).callback) { "The login ended at the provider." }

    /** Goes through the pages from [url], which end at the provider: device logins, logouts. Returns the last page. */
    fun visit(url: String): String = walk(url).page

    private fun walk(start: String): Stop {
        val origin = URI(start).origin()
        var at = URI(start)
        var response = get(at)
        repeat(MOST_STEPS) {
            val location = response.headers().firstValue("Location").orElse(null)
            if (location != null) {
                at = at.resolve(location)
                if (at.origin() != origin) return Stop(Callback("$at"), response.body())
                response = get(at)
                return@repeat
            }
            val form = HtmlForm.of(response.body())?.takeIf { it.names.isNotEmpty() || it.hidden.isNotEmpty() }
            if (form == null) {
                check(response.statusCode() == 200) { "$at responded ${response.statusCode()}: ${response.text()}" }
                return Stop(null, response.body())
            }
            at = if (form.action.isEmpty()) at else at.resolve(form.action)
            if (at.origin() != origin) return Stop(Callback("$at", form.hidden), response.body())
            check(response.statusCode() < 400) { "$at refused: ${response.text()}" }
            response = post(at, form.hidden + filledIn(form))
        }
        error("No end after $MOST_STEPS pages; the last one was $at.")
    }

    private fun filledIn(form: HtmlForm): Map<String, String> {
        if ("username" in form.names) return mapOf("username" to username, "password" to password)
        // The page knows the user, and asks for the password again.
        if ("password" in form.names) return mapOf("password" to password)
        val buttons = if (decision == Decision.ALLOW) CONSENTS else REFUSALS
        return buttons.filterKeys { it in form.names }
    }

    private fun get(uri: URI) = probe.get("$uri", cookiesFor(uri)).also { keepCookies(it, uri) }

    private fun post(uri: URI, fields: Map<String, String>) =
        probe.postForm("$uri", fields, cookiesFor(uri)).also { keepCookies(it, uri) }

    private fun cookiesFor(uri: URI) = cookies.headerFor(uri)?.let { mapOf("Cookie" to it) }.orEmpty()

    private fun keepCookies(response: HttpResponse<*>, from: URI) = cookies.keep(response.headers().allValues("Set-Cookie"), from)

    /** @property form what the page would have posted to [url], for `response_mode=form_post`; null for a redirect. */
    class Callback(val url: String, val form: Map<String, String>? = null)

    private class Stop(val callback: Callback?, val page: String)

    private companion object {
        const val MOST_STEPS = 20

        /** The buttons that agree at Keycloak's consent and logout pages, and at the node provider's. */
        val CONSENTS = mapOf("accept" to "Yes", "confirmLogout" to "Logout", "decision" to "allow", "logout" to "yes")
        val REFUSALS = mapOf("cancel" to "No", "decision" to "deny", "abort" to "yes")

        fun URI.origin() = "$scheme://$authority"

        fun HttpResponse<String>.text() = body().replace(
            Regex("(?s)<script.*?</script>|<style.*?</style>|<[^>]*>|\\s+"),
            " ",
        ).trim().take(500)
    }
}
