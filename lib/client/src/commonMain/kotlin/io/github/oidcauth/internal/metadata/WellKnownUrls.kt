// Tested by DiscoveryTest.
package io.github.oidcauth.internal.metadata

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.printableUrl
import io.github.oidcauth.internal.addresses.requestFault
import io.github.oidcauth.oauth2.IssuerCheck

/** The URLs where the metadata of an issuer may be, the most likely first. Pure. */
internal object WellKnownUrls {
    /**
     * Returns the URLs for [name], which is an issuer or the URL of its document; that URL comes first. A document with a query
     * is at no other URL. If [check] names the issuer, [name] itself may be the URL of a document, and comes last.
     *
     * @throws InvalidConfigException when [name] is not an https URL, is an issuer with a query or a fragment (RFC 8414 §2), or is
     * the URL of a document whose issuer is itself the URL of a document.
     */
    fun of(
        name: IssuerName,
        allowInsecureHttp: Boolean,
        check: IssuerCheck = IssuerCheck.Exact,
    ): List<String> {
        val document = name.document
        requireUrl(name.toString(), allowInsecureHttp, mayHaveQuery = document != null)
        if (name.isNested) {
            throw InvalidConfigException(
                "${name.toString().printableUrl()} is the URL of a metadata document of another metadata document. Name the issuer.",
            )
        }
        if (document != null && '?' in document) return listOf(document)
        val parts = UrlParts.of(name.issuer)
        val origin = parts.beginning
        val path = parts.tail.removeSuffix("/")
        // OpenID Connect Discovery 1.0 §4.1 appends the well-known path. RFC 8414 §3.1 inserts it, both its own and OpenID's
        // (§5).
        val urls =
            listOf(origin + path + IssuerName.OPENID, origin + IssuerName.OAUTH + path, origin + IssuerName.OPENID + path)
        val elsewhere = name.issuer.takeIf { check is IssuerCheck.Named && document == null }
        return (listOfNotNull(document) + urls + listOfNotNull(elsewhere)).distinct()
    }

    private fun requireUrl(
        url: String,
        allowInsecureHttp: Boolean,
        mayHaveQuery: Boolean,
    ) {
        val address = WebAddress.parse(url)
        if (address == null || '#' in url || ('?' in url && !mayHaveQuery)) {
            throw InvalidConfigException("The issuer ${url.printableUrl()} is not an https URL without query and fragment.")
        }
        requestFault(url)?.let { throw InvalidConfigException("The issuer ${url.printableUrl()} cannot be called. $it") }
        if (!address.isSecure && !allowInsecureHttp) {
            throw InvalidConfigException(
                "The issuer ${url.printableUrl()} is not an https URL. http is allowed for this machine only.",
            )
        }
    }
}
