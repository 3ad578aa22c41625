package io.github.oidcauth.internal.requests

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.printableUrl
import io.github.oidcauth.internal.addresses.requestFault

/** The origins that tokens may be sent to. Pure and immutable. */
internal class TokenOrigins private constructor(
    val origins: Set<String>,
) {
    /** Returns true if [url] is an address of one of the origins. */
    operator fun contains(url: String): Boolean {
        val beginning = beginningOf(url)
        return beginning in origins || (isSpelledOtherwise(beginning) && originOf(url) in origins)
    }

    /** Returns true if an origin may be written like [beginning], but not in the spelling of [origins]. */
    private fun isSpelledOtherwise(beginning: String): Boolean =
        beginning.any { it in 'A'..'Z' } || DEFAULT_PORTS.any(beginning::endsWith)

    private fun originOf(url: String): String? =
        if (WebAddress.parse(url) == null || requestFault(url) != null) null else UrlParts.of(url).origin

    override fun toString(): String = origins.toString()

    companion object {
        private const val SEPARATOR = "://"
        private const val END = "/?#"
        private val DEFAULT_PORTS = listOf(":", ":80", ":443")

        /**
         * Returns [url] up to where its authority ends, for each parser of URLs, so that a known origin need not be parsed
         * again.
         */
        fun beginningOf(url: String): String {
            var end = url.indexOf(SEPARATOR) + SEPARATOR.length
            while (end < url.length && url[end] !in END) end++
            return url.take(end)
        }

        /**
         * Returns the origins of [urls].
         *
         * @throws InvalidConfigException when no token may be sent to one of them.
         */
        fun of(
            urls: Collection<String>,
            allowInsecureHttp: Boolean,
        ): TokenOrigins = TokenOrigins(urls.map { originOf(it, allowInsecureHttp) }.toSet())

        private fun originOf(
            url: String,
            allowInsecureHttp: Boolean,
        ): String {
            val address = WebAddress.parse(url)
            if (address == null || requestFault(url) != null || !(address.isSecure || allowInsecureHttp)) {
                throw InvalidConfigException(
                    "${url.printableUrl()} is not an https URL (http on this machine), so no token is sent there. " +
                        "Name an origin such as https://api.example.com.",
                )
            }
            return UrlParts.of(url).origin
        }
    }
}
