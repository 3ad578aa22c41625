package io.github.oidcauth.internal.metadata

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.requestFault
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.oauth2.ServerMetadata

/** The addresses of a server's endpoints. Each is validated when it is requested. Pure. */
internal class Endpoints(
    private val metadata: ServerMetadata,
    private val allowInsecureHttp: Boolean,
    /** True if the client has a certificate, so that `mtls_endpoint_aliases` are preferred (RFC 8705 §5). */
    private val mutualTls: Boolean = false,
) {
    /**
     * Returns the address of [endpoint].
     *
     * @throws InvalidConfigException when the metadata have none.
     * @throws InvalidResponseException when it is not an https URL that can be called.
     */
    fun require(endpoint: Endpoint): String =
        find(endpoint) ?: throw InvalidConfigException(
            "${metadata.issuer ?: "The server"} has no ${endpoint.displayName} in its metadata (${endpoint.metadataName}). " +
                "It does not offer this, or the endpoint has to be configured.",
        )

    /**
     * Returns the address of [endpoint], or null when the metadata have none. An alias for clients with a certificate that cannot
     * be called counts as absent; the general address is used instead.
     */
    private fun find(endpoint: Endpoint): String? {
        val aliases = if (mutualTls) metadata.mtlsEndpointAliases?.toJson() else null
        aliases?.string(endpoint.metadataName)?.takeIf { rejectionReason(it) == null }?.let { return it }
        val url = metadata.toJson().string(endpoint.metadataName)?.takeIf { it.isNotEmpty() } ?: return null
        rejectionReason(url)?.let { throw InvalidResponseException("The ${endpoint.displayName} $it") }
        return url
    }

    /** Returns why [url] must not be called, as the rest of a sentence, or null if it may be. */
    private fun rejectionReason(url: String): String? {
        val address = WebAddress.parse(url)
        if (address == null || !isAllowed(address) || '#' in url) {
            return "is not an https URL without a fragment, so it is not called. " +
                "http is allowed for servers on this machine only."
        }
        return requestFault(url)?.let { "cannot be called. $it" }
    }

    /**
     * Returns whether [address] may be used. Without TLS, only an issuer on this machine may have endpoints here: another issuer
     * could send the client's secrets to whatever program listens on this machine.
     */
    private fun isAllowed(address: WebAddress): Boolean =
        allowInsecureHttp || address.isEncrypted || (address.isLoopback && isIssuerOnLoopback())

    /** True as well when the issuer is not known: then the caller named the endpoints. */
    private fun isIssuerOnLoopback(): Boolean = metadata.issuer?.let(WebAddress::parse)?.isLoopback ?: true

    /**
     * Returns whether [endpoint] can be called. For endpoints that a login can do without: an unusable address counts as absent,
     * whereas [require] reports it.
     */
    operator fun contains(endpoint: Endpoint): Boolean {
        val aliases = if (mutualTls) metadata.mtlsEndpointAliases?.toJson() else null
        return listOfNotNull(aliases, metadata.toJson()).any { document ->
            document.string(endpoint.metadataName)?.let { rejectionReason(it) == null } == true
        }
    }
}
