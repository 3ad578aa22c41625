package io.github.oidcauth.oauth2

/** How the issuer that a server's metadata and tokens name is compared with the one that was asked for. Immutable values. */
public sealed class IssuerCheck {
    /** Both are the same string, to the last slash (OpenID Connect Discovery 1.0 §4.3, RFC 8414 §3.3). */
    public data object Exact : IssuerCheck()

    /**
     * The metadata names [issuer], though it was found elsewhere: Azure AD B2C serves it below another address than its
     * issuer's.
     */
    public class Named(
        /** The issuer, letter by letter. */
        public val issuer: String,
    ) : IssuerCheck() {
        override fun equals(other: Any?): Boolean = other is Named && other.issuer == issuer

        override fun hashCode(): Int = issuer.hashCode()

        override fun toString(): String = "Named($issuer)"
    }

    /**
     * The metadata names a template for the issuers of many tenants, as Microsoft Entra's `common` does with
     * `https://login.microsoftonline.com/{tenantid}/v2.0`. Each token's `iss` has to be the [template] with [placeholder]
     * replaced by the token's claim [claim].
     *
     * Or the metadata names one tenant's issuer, which is the [template] with letters, digits and hyphens in place of
     * [placeholder], as Entra does when it was asked for a tenant by its domain. Then each token's `iss` has to be that.
     */
    public class Template(
        /** The issuers of all tenants, with [placeholder] where theirs differ. */
        public val template: String,
        /** What stands for the tenant. */
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
