package io.github.oidcauth.sample.server

import org.jsoup.nodes.Element
import java.net.URI
import java.net.URLEncoder

/** An HTML form with its own values, the hidden ones included, and those that a user typed. */
internal class FilledForm(
    form: Element,
    typed: Map<String, String>,
) {
    val target: URI = URI(form.absUrl("action"))
    val posts: Boolean = form.attr("method").equals("post", ignoreCase = true)

    val encoded: String =
        form
            .select("input[name]")
            .map { it.attr("name") to (typed[it.attr("name")] ?: it.attr("value")) }
            .joinToString("&") { (name, value) -> "${encode(name)}=${encode(value)}" }

    private fun encode(text: String) = URLEncoder.encode(text, Charsets.UTF_8)
}
