package io.github.oidcauth.internal.addresses

/**
 * The issuer as a caller names it: by its identifier or by the URL of its metadata document (OpenID Connect Discovery 1.0 §4,
 * RFC 8414 §3). Pure; nothing is normalised.
 */
internal class IssuerName private constructor(
    /** The issuer. If the caller named a document, two issuers may have it; this is the one without a final slash. */
    val issuer: String,
    /** The URL of the document, or null if the caller named the issuer itself. */
    val document: String?,
) {
    /**
     * Returns whether metadata found by this name may name the issuer [found]. A document has the same URL for an issuer with a
     * final slash and for one without (OpenID Connect Discovery 1.0 §4.1), so both are accepted.
     */
    fun matches(found: String): Boolean = found == issuer || (document != null && found == "$issuer/")

    /** True if the issuer is itself the URL of a document. Other programs would find another issuer there. */
    val isNested: Boolean get() = document != null && of(issuer).document != null

    override fun toString(): String = document ?: issuer

    companion object {
        const val OPENID: String = "/.well-known/openid-configuration"
        const val OAUTH: String = "/.well-known/oauth-authorization-server"

        /** Returns the name in [text]. If it is not a URL, it is treated as an issuer, which is validated elsewhere. */
        fun of(text: String): IssuerName {
            // Some servers have several documents in one place: Entra by `?appid=`, Azure AD B2C by `?p=`.
            val parts = UrlParts.of(text.substringBefore('?'))
            val issuer = listOf(OPENID, OAUTH).firstNotNullOfOrNull { issuerOf(parts.beginning, parts.tail, it) }
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
    }
}
