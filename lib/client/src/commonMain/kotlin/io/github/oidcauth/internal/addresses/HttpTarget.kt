package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidConfigException

/** The address of a request, in the spelling of a DPoP proof. Pure. */
internal class HttpTarget private constructor(
    /** The URL as the caller gave it. */
    val url: String,
    /**
     * The origin `scheme://host[:port]` in lower case, without the default port. Two URLs belong to one server exactly when their
     * origins are equal.
     */
    val origin: String,
    path: String,
) {
    /**
     * The claim `htu`: the URL without query and fragment (RFC 9449 §4.2). Scheme, host and port are spelled as servers normalise
     * them (RFC 3986 §6.2.2.1, §6.2.3). The path stays as it is sent, for servers that compare it without normalising.
     */
    val htu: String = origin + path

    override fun toString(): String = origin

    companion object {
        /**
         * Returns the target of [url].
         *
         * @throws InvalidConfigException when no token may be sent to [url]: it is not a URL, or the request would not be
         * encrypted.
         */
        fun of(
            url: String,
            allowInsecureHttp: Boolean,
        ): HttpTarget {
            val address = WebAddress.parse(url)
            if (address == null || !(address.isSecure || allowInsecureHttp)) {
                throw InvalidConfigException(
                    "The address of the request is not an https URL in printable ASCII, without a user name, so no token is " +
                        "sent there. http is allowed for this machine only.",
                )
            }
            return of(url)
        }

        /**
         * Returns the target of a [url] that was validated before.
         *
         * @throws InvalidConfigException when the HTTP client would change the URL, so that the proof would not match the
         * request.
         */
        fun of(url: String): HttpTarget {
            requestFault(url)?.let { throw InvalidConfigException(it) }
            val parts = UrlParts.of(url)
            return HttpTarget(url, parts.origin, parts.path.ifEmpty { "/" })
        }
    }
}
