package io.github.oidcauth.interop.browser

import java.net.URI

/** The cookies of one server. It keeps `Secure` ones on plain loopback too, as browsers do and `java.net.http` does not. */
internal class CookieJar {
    private val values = mutableMapOf<Place, String>()

    /** Takes the `Set-Cookie` headers of a response from [from]. */
    fun keep(setCookies: List<String>, from: URI) {
        setCookies.forEach { header ->
            val parts = header.split(';').map(String::trim)
            val (name, value) = parts.first().split('=', limit = 2)
            val attributes = parts.drop(1).associate { it.substringBefore('=').lowercase() to it.substringAfter('=', "") }
            val place = Place(name, attributes["path"] ?: from.path.substringBeforeLast('/').ifEmpty { "/" })
            if (value.isEmpty() || attributes["max-age"] == "0") values -= place else values[place] = value
        }
    }

    /** The `Cookie` header for a request to [to]; null when there is nothing to say. */
    fun headerFor(to: URI): String? =
        values.filterKeys { it.covers(to.path) }
            .map { (place, value) -> "${place.name}=$value" }
            .ifEmpty { null }
            ?.joinToString("; ")

    private data class Place(val name: String, val path: String) {
        fun covers(other: String) = other == path || other.startsWith(path.removeSuffix("/") + "/")
    }
}
