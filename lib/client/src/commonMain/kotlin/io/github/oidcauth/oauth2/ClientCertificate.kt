package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.versions.requireFittingVersions

/**
 * A certificate with its private key, by which a client authenticates itself in TLS, and to which a server may bind tokens (RFC
 * 8705): they are then good for those alone who have the key.
 *
 * ```
 * val client = OAuth2Client.discover(issuer, "my-client") { clientCertificate = ClientCertificate.fromPem(chain, key) }
 * ```
 *
 * `ClientCertificate.fromPem(…)` and `ClientCertificate.fromKeyStore(…)` make one; Java callers find both in
 * `io.github.oidcauth.java.ClientCertificates`. It is shown to each server that asks for one: the authorization server, at the
 * addresses that it has for that (`mtls_endpoint_aliases`, §5), and the APIs that [OAuth2Client.request] calls.
 *
 * A server that does not take it ends the connection: [io.github.oidcauth.TransportException.Fault.TLS], or `CONNECTION_LOST` when
 * no word about why arrives.
 *
 * An immutable value, equal to another one with the same certificates. [toString] shows no key.
 */
public abstract class ClientCertificate internal constructor() {
    /** The SHA-256 thumbprint of the certificate, base64url without padding: what `cnf` has as `x5t#S256` (RFC 8705 §3.1). */
    public abstract val thumbprint: String

    override fun toString(): String = "ClientCertificate(thumbprint=$thumbprint)"

    public companion object {
        init {
            requireFittingVersions()
        }
    }
}
