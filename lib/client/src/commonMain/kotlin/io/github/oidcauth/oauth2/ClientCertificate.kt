package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.versions.requireFittingVersions

/**
 * A certificate with its private key, with which a client authenticates itself in TLS. A server may bind tokens to it (RFC
 * 8705): only the owner of the key can then use them.
 *
 * ```
 * val client = OAuth2Client.discover(issuer, "my-client") { clientCertificate = ClientCertificate.fromPem(chain, key) }
 * ```
 *
 * `ClientCertificate.fromPem(…)` and `ClientCertificate.fromKeyStore(…)` make one; Java callers find both in
 * `io.github.oidcauth.java.ClientCertificates`. It is presented to each server that requests one: the authorization server,
 * at its addresses for mutual TLS (`mtls_endpoint_aliases`, §5), and the APIs that [OAuth2Client.request] calls.
 *
 * A server that does not accept it closes the connection: [io.github.oidcauth.TransportException.Fault.TLS], or
 * `CONNECTION_LOST` if it sends no reason.
 *
 * An immutable value, equal to another value with the same certificates. [toString] shows no key.
 */
public abstract class ClientCertificate internal constructor() {
    /** The SHA-256 thumbprint of the certificate, base64url without padding: the member `x5t#S256` of `cnf` (RFC 8705 §3.1). */
    public abstract val thumbprint: String

    override fun toString(): String = "ClientCertificate(thumbprint=$thumbprint)"

    public companion object {
        init {
            requireFittingVersions()
        }
    }
}
