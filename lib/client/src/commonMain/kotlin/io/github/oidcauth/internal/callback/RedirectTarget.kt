package io.github.oidcauth.internal.callback

import io.github.oidcauth.internal.addresses.Ports
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.queryParameters

/** The URI to which an authorization server sends the browser back (RFC 6749 §3.1.2). Pure. */
internal class RedirectTarget(
    val uri: String,
) {
    private val place = normalize(uri.substringBefore('?'))
    private val own: Map<String, List<String>> = queryParameters(uri.substringAfter('?', "")).orEmpty()

    /**
     * Returns the parameters that the server added to the redirect URI. Returns null when [url] is another URI or its
     * percent-encoding is malformed. The fragment is ignored.
     */
    fun parametersIn(url: String): Map<String, List<String>>? {
        val sent = url.substringBefore('#')
        if (normalize(sent.substringBefore('?')) != place) return null
        val all = queryParameters(sent.substringAfter('?', "")) ?: return null
        // RFC 6749 §3.1.2: the query of the redirect URI is retained.
        if (own.any { (name, values) -> all[name] != values }) return null
        return all - own.keys
    }

    /** Returns the [parameters] of a query, which may be the whole one, that the server added to the redirect URI. */
    fun withoutOwn(parameters: Map<String, List<String>>): Map<String, List<String>> =
        parameters.filterNot { (name, values) -> own[name] == values }

    companion object {
        private val SCHEME = Regex("^[a-z][a-z0-9+.-]*:")
        private val PROGRAMS = setOf("javascript", "data", "file", "blob", "about", "view-source", "vbscript", "filesystem")

        /**
         * Returns why [uri] cannot be a redirect URI, as the end of a sentence, or null if it can: a URI with a private-use
         * scheme (RFC 8252 §7.1), an https URL (§7.2) or an http URL on this machine (§7.3). With [allowInsecureHttp], http is
         * valid for every host.
         */
        fun fault(
            uri: String,
            allowInsecureHttp: Boolean = false,
        ): String? {
            // Browsers write schemes in lower case (RFC 3986 §6.2.2.1), and the returned URL is compared character by character.
            val scheme = SCHEME.find(uri)?.value?.dropLast(1)
            val own = queryParameters(uri.substringAfter('?', ""))
            return when {
                scheme == null -> {
                    "does not begin with a scheme in lower case, such as com.example.app:/callback."
                }

                uri.any { it !in '!'..'~' || it in "\"<>\\^`{|}" } -> {
                    "has characters that do not belong in a URL. Percent-encode them."
                }

                '#' in uri -> {
                    "has a '#' in it."
                }

                scheme in PROGRAMS -> {
                    "has a scheme that the browser handles itself."
                }

                Ports.defaultOf(scheme) != null && WebAddress.parse(uri)?.let { it.isSecure || allowInsecureHttp } != true -> {
                    "is not https, nor http on this machine."
                }

                own == null -> {
                    "has a '%' without two hexadecimal digits behind it. The sign itself is written %25."
                }

                own.keys.any { it in AuthorizationResponseContent.NAMES } -> {
                    "has a parameter of the response in its query."
                }

                else -> {
                    null
                }
            }
        }

        /**
         * Returns [place] as browsers write it: scheme and host in lower case, without a default port, with a path (RFC 3986
         * §6.2.3).
         */
        private fun normalize(place: String): String {
            val parts = UrlParts.of(place)
            val isWeb = Ports.defaultOf(parts.scheme) != null && !parts.hasUserInfo
            if (isWeb) return parts.origin + parts.tail.ifEmpty { "/" }
            val scheme = place.substringBefore(':')
            return scheme.lowercase() + place.drop(scheme.length)
        }
    }
}
