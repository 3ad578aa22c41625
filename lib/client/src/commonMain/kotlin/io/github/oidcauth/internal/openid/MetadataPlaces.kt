package io.github.oidcauth.internal.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.protocol.WebAddress
import io.github.oidcauth.internal.protocol.printable
import io.github.oidcauth.internal.protocol.requestFault

/** Where the metadata of an issuer may be, the likeliest first. Pure. */
internal object MetadataPlaces {
    private const val OPENID = "/.well-known/openid-configuration"
    private const val OAUTH = "/.well-known/oauth-authorization-server"

    /** @throws InvalidConfigException when [issuer] is no https URL, or has a query or a fragment (RFC 8414 §2). */
    fun of(
        issuer: String,
        allowInsecureHttp: Boolean,
    ): List<String> {
        val address = WebAddress.parse(issuer)
        if (address == null || issuer.any { it == '?' || it == '#' }) {
            throw InvalidConfigException("The issuer ${issuer.printable()} is not an https URL without query and fragment.")
        }
        requestFault(issuer)?.let { throw InvalidConfigException("The issuer ${issuer.printable()} cannot be called. $it") }
        if (!address.isSecure && !allowInsecureHttp) {
            throw InvalidConfigException("The issuer ${issuer.printable()} is not an https URL. http is for this machine alone.")
        }
        val authority = issuer.indexOf("://") + "://".length
        val pathAt = issuer.indexOf('/', authority).takeIf { it >= 0 } ?: issuer.length
        val origin = issuer.substring(0, pathAt)
        val path = issuer.substring(pathAt).removeSuffix("/")
        // OpenID Connect Discovery 1.0 §4.1 appends; RFC 8414 §3.1 inserts, for its own name and for OpenID's (§5).
        return listOf(origin + path + OPENID, origin + OAUTH + path, origin + OPENID + path).distinct()
    }
}
