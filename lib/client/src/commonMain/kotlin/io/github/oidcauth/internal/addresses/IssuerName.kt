package io.github.oidcauth.internal.addresses

import io.github.oidcauth.internal.tokens.text

/**
 * An issuer as a caller names it: by itself, or by the URL of its metadata document (OpenID Connect Discovery 1.0 §4, RFC 8414
 * §3). Pure; nothing is normalised.
 */
internal class IssuerName private constructor(
    /** The issuer; for a document, the one without a final slash of the two that may have it. */
    val issuer: String,
    /** The URL of the document that the caller named, or null. */
    val document: String?,
) {
    /**
     * Returns whether metadata found by this name may name [found]. A document is at the same place for an issuer with a final
     * slash and for one without (OpenID Connect Discovery 1.0 §4.1), so either is the one that its URL belongs to.
     */
    fun matches(found: String): Boolean = found == issuer || (document != null && found == "$issuer/")

    /** True if the issuer is itself the URL of a document, in which another reader would find another issuer. */
    val isNested: Boolean get() = document != null && of(issuer).document != null

    override fun toString(): String = document ?: issuer

    companion object {
        const val OPENID: String = "/.well-known/openid-configuration"
        const val OAUTH: String = "/.well-known/oauth-authorization-server"

        /** Returns the name in [text]. If it is not a URL, it is taken for an issuer, which is validated elsewhere. */
        fun of(text: String): IssuerName {
            val (origin, path) = originAndPath(text)
            val issuer = listOf(OPENID, OAUTH).firstNotNullOfOrNull { issuerOf(origin, path, it) }
            return if (issuer == null) IssuerName(text, document = null) else IssuerName(issuer, document = text)
        }

        /** OpenID Connect Discovery 1.0 §4.1 appends the well-known path; RFC 8414 §3.1 puts it before the path of the issuer. */
        private fun issuerOf(
            origin: String,
            path: String,
            wellKnown: String,
        ): String? =
            when {
                path.endsWith(wellKnown) -> origin + path.removeSuffix(wellKnown).removeSuffix("/")
                path.startsWith("$wellKnown/") -> origin + path.removePrefix(wellKnown).removeSuffix("/")
                else -> null
            }

        /** The scheme and authority of [url], and the rest of it. */
        fun originAndPath(url: String): Pair<String, String> {
            val authority = url.indexOf("://") + "://".length
            val pathAt = url.indexOf('/', authority).takeIf { it >= 0 } ?: url.length
            return url.substring(0, pathAt) to url.substring(pathAt)
        }
    }
}
