package io.github.oidcauth.internal.metadata

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.requestFault
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.ServerMetadata

/** The addresses of a server's endpoints, each validated when it is asked for. Pure. */
internal class Endpoints(
    private val metadata: ServerMetadata,
    private val allowInsecureHttp: Boolean,
    /** Whether requests carry a certificate, so that `mtls_endpoint_aliases` come first (RFC 8705 §5). */
    private val mutualTls: Boolean = false,
) {
    /**
     * The address of [endpoint].
     *
     * @throws InvalidConfigException when the metadata names none.
     * @throws InvalidResponseException when what it names is not an https URL that can be called.
     */
    fun require(endpoint: Endpoint): String =
        find(endpoint) ?: throw InvalidConfigException(
            "${metadata.issuer ?: "The server"} has no ${endpoint.displayName} in its metadata (${endpoint.metadataName}). " +
                "It does not offer this, or the endpoint has to be configured.",
        )

    /**
     * Returns the address of [endpoint], or null when the metadata names none. An alias for clients with a certificate that
     * cannot be called counts as absent, so that the address for all takes its place.
     */
    private fun find(endpoint: Endpoint): String? {
        val aliases = if (mutualTls) metadata.mtlsEndpointAliases?.toJson() else null
        aliases?.string(endpoint.metadataName)?.takeIf { rejectionReason(it) == null }?.let { return it }
        val url = metadata.toJson().string(endpoint.metadataName)?.takeIf { it.isNotEmpty() } ?: return null
        rejectionReason(url)?.let { throw InvalidResponseException("The ${endpoint.displayName} $it") }
        return url
    }

    /** The rest of a sentence about an endpoint at [url], or null when it may be called. */
    private fun rejectionReason(url: String): String? {
        val address = WebAddress.parse(url)
        if (address == null || !isAllowed(address) || '#' in url) {
            return "is not an https URL without a fragment, so it is not called. http is for servers on this machine alone."
        }
        return requestFault(url)?.let { "cannot be called. $it" }
    }

    /**
     * Without TLS, a server on this machine may have endpoints there, and nobody else: a server elsewhere would have the client's
     * secrets sent to whatever listens here.
     */
    private fun isAllowed(address: WebAddress): Boolean =
        allowInsecureHttp || address.isEncrypted || (address.isLoopback && isIssuerOnLoopback())

    /** Also when the issuer is not known: then it was the caller who named the endpoints. */
    private fun isIssuerOnLoopback(): Boolean = metadata.issuer?.let(WebAddress::parse)?.isLoopback ?: true

    /**
     * Returns whether [endpoint] can be called. For what a login can do without: an address that cannot be used counts as absent,
     * where [require] says what is wrong with it.
     */
    operator fun contains(endpoint: Endpoint): Boolean {
        val aliases = if (mutualTls) metadata.mtlsEndpointAliases?.toJson() else null
        return listOfNotNull(aliases, metadata.toJson()).any { document ->
            document.string(endpoint.metadataName)?.let { rejectionReason(it) == null } == true
        }
    }
}
