package io.github.oidcauth.oauth2

/**
 * A certificate with its private key, by which a client authenticates itself in TLS, and to which a server may bind tokens (RFC
 * 8705).
 *
 * `ClientCertificate.fromPem(…)` and `ClientCertificate.fromKeyStore(…)` make one. Immutable; `toString` shows no key.
 */
public abstract class ClientCertificate internal constructor() {
    /** The SHA-256 thumbprint of the certificate, base64url without padding: what `cnf` has as `x5t#S256` (RFC 8705 §3.1). */
    public abstract val thumbprint: String

    public companion object
}
