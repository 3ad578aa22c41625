package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlin.jvm.JvmOverloads
import kotlin.jvm.JvmStatic

/**
 * A certificate with its private key, with which a client authenticates itself in TLS. A server may bind tokens to it (RFC
 * 8705): only the owner of the key can then use them.
 *
 * ```
 * val client = OAuth2Client.discover(issuer, "my-client") { clientCertificate = ClientCertificate.fromPem(chain, key) }
 * ```
 *
 * `ClientCertificate.fromPem(…)` and `ClientCertificate.fromKeyStore(…)` make one. It is presented to each server that requests one: the authorization server,
 * at its addresses for mutual TLS (`mtls_endpoint_aliases`, §5), and the APIs that [OAuth2Client.request] calls.
 *
 * A server that does not accept it closes the connection: [io.github.oidcauth.TransportException.Fault.TLS], or
 * `CONNECTION_LOST` if it sends no reason.
 *
 * An immutable value, equal to another value with the same certificates. [toString] shows no key.
 */
public abstract class ClientCertificate internal constructor() : ClientCertificateForJava() {
    /** The SHA-256 thumbprint of the certificate, base64url without padding: the member `x5t#S256` of `cnf` (RFC 8705 §3.1). */
    public abstract val thumbprint: String

    override fun toString(): String = "ClientCertificate(thumbprint=$thumbprint)"

    public companion object : ClientCertificateSources() {
        init {
            requireFittingVersions()
        }

        /**
         * Returns the certificate in [certificates], which is PEM (RFC 7468 §5): the client's own, then those of its
         * authorities, if there are any. Its key is in [privateKey], a block `PRIVATE KEY` (PKCS#8, RFC 7468 §10) with an RSA,
         * elliptic curve or Ed25519 key, as `openssl genpkey` writes it; by default in the same text.
         *
         * @throws InvalidConfigException if there is no certificate, no key, or the key of another certificate; the message
         *     contains nothing of the key.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun fromPem(
            certificates: String,
            privateKey: String = certificates,
        ): ClientCertificate = readCertificate(certificates, privateKey)
    }
}
