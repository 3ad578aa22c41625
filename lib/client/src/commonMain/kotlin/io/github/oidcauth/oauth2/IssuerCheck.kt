package io.github.oidcauth.oauth2

/** The comparison of the expected issuer with the one that a server's metadata and tokens name. Immutable values. */
public sealed class IssuerCheck {
    /** Both are the same string, including a final slash (OpenID Connect Discovery 1.0 §4.3, RFC 8414 §3.3). */
    public data object Exact : IssuerCheck()

    /**
     * The metadata name [issuer], although they were found elsewhere: Azure AD B2C publishes them at another address than
     * that of its issuer. With this check, discovery also takes the URL of a document that is not at a well-known place.
     */
    public class Named(
        /** The issuer, compared exactly. */
        public val issuer: String,
    ) : IssuerCheck() {
        override fun equals(other: Any?): Boolean = other is Named && other.issuer == issuer

        override fun hashCode(): Int = issuer.hashCode()

        override fun toString(): String = "Named($issuer)"
    }

    /**
     * The metadata name a template for the issuers of many tenants, as Microsoft Entra's `common` does with
     * `https://login.microsoftonline.com/{tenantid}/v2.0`. The `iss` of each token must be the [template] with [placeholder]
     * replaced by the token's claim [claim].
     *
     * Or the metadata name the issuer of one tenant, which is the [template] with letters, digits and hyphens in place of
     * [placeholder], as Entra's do if the tenant was given by its domain. Then the `iss` of each token must be that issuer.
     */
    public class Template(
        /** The issuers of all tenants, with [placeholder] at the place where they differ. */
        public val template: String,
        /** The text that stands for the tenant. */
        public val placeholder: String = "{tenantid}",
        /** The claim of a token that names its tenant. */
        public val claim: String = "tid",
    ) : IssuerCheck() {
        init {
            require(placeholder.isNotEmpty() && placeholder in template) { "The template has no $placeholder in it." }
        }

        override fun equals(other: Any?): Boolean =
            other is Template && other.template == template && other.placeholder == placeholder && other.claim == claim

        override fun hashCode(): Int = template.hashCode()

        override fun toString(): String = "Template($template)"
    }
}
