package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.protocol.WebAddress
import io.github.oidcauth.internal.protocol.requestFault
import io.github.oidcauth.internal.protocol.string
import io.github.oidcauth.oauth2.ServerMetadata

/** The addresses of a server's endpoints, each judged when it is asked for. Pure. */
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
     * @throws UntrustedAnswerException when what it names is not an https URL that can be called.
     */
    fun require(endpoint: Endpoint): String =
        find(endpoint) ?: throw InvalidConfigException(
            "${metadata.issuer ?: "The server"} has no ${endpoint.words} in its metadata (${endpoint.member}). " +
                "It does not offer this, or the endpoint has to be configured.",
        )

    /** The address of [endpoint], or null when the metadata names none. @throws UntrustedAnswerException */
    fun find(endpoint: Endpoint): String? {
        val alias = if (mutualTls) metadata.mtlsEndpointAliases?.toJson()?.string(endpoint.member) else null
        val url = alias ?: metadata.toJson().string(endpoint.member) ?: return null
        val address = WebAddress.parse(url)
        if (address == null || !isAllowed(address) || '#' in url) {
            throw UntrustedAnswerException(
                "The ${endpoint.words} is not an https URL without a fragment, so it is not called. " +
                    "http is for servers on this machine alone.",
            )
        }
        requestFault(url)?.let { throw UntrustedAnswerException("The ${endpoint.words} cannot be called. $it") }
        return url
    }

    /**
     * Without TLS, a server on this machine may have endpoints there, and nobody else: a server elsewhere would have the client's
     * secrets sent to whatever listens here.
     */
    private fun isAllowed(address: WebAddress): Boolean =
        allowInsecureHttp || address.isEncrypted || (address.isLoopback && isIssuerHere())

    /** Also when the issuer is not known: then it was the caller who named the endpoints. */
    private fun isIssuerHere(): Boolean = metadata.issuer?.let(WebAddress::parse)?.isLoopback ?: true

    /** Whether the metadata names [endpoint]. */
    operator fun contains(endpoint: Endpoint): Boolean = metadata.toJson().string(endpoint.member) != null
}
