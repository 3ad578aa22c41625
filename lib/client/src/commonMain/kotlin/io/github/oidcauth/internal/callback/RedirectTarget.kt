package io.github.oidcauth.internal.callback

import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.queryParameters

/** Where an authorization server sends the browser back to (RFC 6749 §3.1.2). Pure. */
internal class RedirectTarget(
    val uri: String,
) {
    private val place = normalize(uri.substringBefore('?'))
    private val own: Map<String, List<String>> = queryParameters(uri.substringAfter('?', "")).orEmpty()

    /**
     * What the server added to the redirect URI, when [url] is it with something added; null when it leads somewhere else, or its
     * percent-encoding is malformed. The fragment is not looked at.
     */
    fun parametersIn(url: String): Map<String, List<String>>? {
        val sent = url.substringBefore('#')
        if (normalize(sent.substringBefore('?')) != place) return null
        val all = queryParameters(sent.substringAfter('?', "")) ?: return null
        // RFC 6749 §3.1.2: a query of the redirect URI is retained.
        if (own.any { (name, values) -> all[name] != values }) return null
        return all - own.keys
    }

    companion object {
        private val SCHEME = Regex("^[a-z][a-z0-9+.-]*:")
        private val PROGRAMS = setOf("javascript", "data", "file", "blob", "about", "view-source", "vbscript", "filesystem")
        private val DEFAULT_PORTS = mapOf("http" to ":80", "https" to ":443")

        /**
         * Why nobody can be sent back to [uri], as the end of a sentence, or null: it is no private-use scheme (RFC 8252 §7.1),
         * no https URL (§7.2) and no http URL on this machine (§7.3). With [allowInsecureHttp], http will do everywhere.
         */
        fun fault(
            uri: String,
            allowInsecureHttp: Boolean = false,
        ): String? {
            // Browsers write schemes in lower case (RFC 3986 §6.2.2.1), and what comes back is compared letter by letter.
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
                    "would be a program or a document of the browser's own."
                }

                scheme in DEFAULT_PORTS && WebAddress.parse(uri)?.let { it.isSecure || allowInsecureHttp } != true -> {
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

        /** Browsers write scheme and host in lower case, leave a default port out and put a path in (RFC 3986 §6.2.3). */
        private fun normalize(place: String): String {
            val scheme = place.substringBefore(':').lowercase()
            val port = DEFAULT_PORTS[scheme]
            if (port == null || !place.startsWith("://", scheme.length)) return scheme + place.drop(scheme.length)
            val rest = place.drop(scheme.length + "://".length)
            val authority = rest.substringBefore('/')
            return "$scheme://${authority.lowercase().removeSuffix(port)}${rest.drop(authority.length).ifEmpty { "/" }}"
        }
    }
}
