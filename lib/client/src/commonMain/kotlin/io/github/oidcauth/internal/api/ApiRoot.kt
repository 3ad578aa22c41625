package io.github.oidcauth.internal.api

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.printableUrl
import io.github.oidcauth.internal.addresses.requestFault

/**
 * The URL that the paths of a client are below. Its query, if it has one, is part of every request. Pure and immutable.
 */
internal class ApiRoot private constructor(
    /** Origin and path as they were given, without the query. */
    private val base: String,
    private val query: String,
) {
    /** The URL, as it is sent for an empty path. */
    val url: String get() = joined(base, query)

    /** Scheme, host and port in lower case, without the default port. */
    val origin: String get() = UrlParts.of(base).origin

    /** Returns the URL of the path in [text]; see [PathText]. */
    fun urlOf(text: String): String {
        val path = PathText.of(text)
        return joined(append(path.path), listOf(query, path.query).filter { it.isNotEmpty() }.joinToString("&"))
    }

    /** Returns the root below this one at [segments]; see [PathSegments]. */
    fun at(segments: List<Any>): ApiRoot = if (segments.isEmpty()) this else ApiRoot(append(PathSegments.encode(segments)), query)

    private fun append(path: String): String = if (path.isEmpty()) base else base.removeSuffix("/") + path

    override fun toString(): String = base

    companion object {
        /**
         * Returns the root of [url].
         *
         * @throws InvalidConfigException when it is not an absolute URL of http or https that can be called.
         */
        fun of(url: String): ApiRoot {
            faultOf(url)?.let {
                throw InvalidConfigException("${url.substringBefore('?').printableUrl()} cannot be the URL of an API. $it")
            }
            return ApiRoot(url.substringBefore('?'), url.substringAfter('?', ""))
        }

        /** Returns [url] with [query] at its end. */
        fun joined(
            url: String,
            query: String,
        ): String = if (query.isEmpty()) url else url + (if ('?' in url) "&" else "?") + query

        private fun faultOf(url: String): String? =
            when {
                '#' in url -> "It has a fragment, which is never sent. Leave it out."
                '@' in UrlParts.of(url).authority -> "It has a user name in it. Leave it out."
                WebAddress.parse(url) == null -> "Use an absolute URL such as https://api.example.com/v1, percent-encoded."
                else -> requestFault(url) ?: DotSegments.faultOf(UrlParts.of(url).path)?.let { "Its path $it" }
            }
    }
}
