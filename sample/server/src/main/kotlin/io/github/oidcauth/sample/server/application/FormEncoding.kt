package io.github.oidcauth.sample.server.application

import java.net.URLDecoder
import java.net.URLEncoder

/** `application/x-www-form-urlencoded`, escaped as Python's `urlencode` does it. */
internal object FormEncoding {
    fun encode(fields: Map<String, String>): String =
        fields.entries.joinToString("&") { (name, value) -> "${escape(name)}=${escape(value)}" }

    /** Returns the last value of each name, as FastAPI does; empty values count as absent. */
    fun decode(body: String): Map<String, String> =
        body
            .split('&')
            .filter { '=' in it }
            .associate { unescape(it.substringBefore('=')) to unescape(it.substringAfter('=')) }
            .filterValues { it.isNotEmpty() }

    private fun escape(text: String) = URLEncoder.encode(text, Charsets.UTF_8).replace("*", "%2A").replace("%7E", "~")

    /** Returns the decoded text. A stray `%` stands for itself, as in Python. */
    private fun unescape(text: String) = URLDecoder.decode(text.replace(Regex("%(?![0-9A-Fa-f]{2})"), "%25"), Charsets.UTF_8)
}
