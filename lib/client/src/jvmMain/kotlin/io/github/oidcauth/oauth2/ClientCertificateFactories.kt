@file:JvmName("ClientCertificateFactories")

package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.transport.tls.CertificateSources
import java.nio.file.Path
import java.security.KeyStore

/**
 * The certificate in [certificates], which is PEM (RFC 7468 §5): the client's own, then those that vouch for it, if there are
 * any. Its key is in [privateKey], a block `PRIVATE KEY` (PKCS#8, RFC 7468 §10) with an RSA, elliptic curve or Ed25519 key, as
 * `openssl genpkey` writes it; by default in the same text. Java callers find this in `io.github.oidcauth.java.ClientCertificates`.
 *
 * @throws InvalidConfigException when there is no certificate, no key, or the key of another certificate; the message holds
 * nothing of the key.
 */
@JvmSynthetic
public fun ClientCertificate.Companion.fromPem(
    certificates: String,
    privateKey: String = certificates,
): ClientCertificate = CertificateSources.pem(certificates, privateKey)

/**
 * The certificate of the key [alias] in [keyStore], or of its only key when that is null. [password] is that of the key; it is
 * not kept. The key may be in a device that does not give it away (PKCS #11). Java callers find this in
 * `io.github.oidcauth.java.ClientCertificates`.
 *
 * @throws InvalidConfigException when there is no such key, none that [password] opens, or no certificate for it.
 */
@JvmSynthetic
public fun ClientCertificate.Companion.fromKeyStore(
    keyStore: KeyStore,
    password: CharArray?,
    alias: String? = null,
): ClientCertificate = CertificateSources.keyStore(keyStore, password, alias)

/**
 * The certificate in the key store [file], PKCS #12 (`.p12`, `.pfx`) or JKS, whose store and key [password] opens; it is not kept.
 * The file is read at once, on the calling thread. Java callers find this in `io.github.oidcauth.java.ClientCertificates`.
 *
 * @throws InvalidConfigException when the file cannot be read or opened, or as the other `fromKeyStore` says.
 */
@JvmSynthetic
public fun ClientCertificate.Companion.fromKeyStore(
    file: Path,
    password: CharArray,
    alias: String? = null,
): ClientCertificate = CertificateSources.keyStore(file, password, alias)
