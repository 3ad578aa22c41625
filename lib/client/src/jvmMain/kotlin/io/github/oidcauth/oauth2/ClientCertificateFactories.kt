@file:JvmName("ClientCertificateFactories")

package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.transport.tls.CertificateSources
import java.nio.file.Path
import java.security.KeyStore

/**
 * Returns the certificate in [certificates], which is PEM (RFC 7468 §5): the client's own, then those of its authorities, if
 * there are any. Its key is in [privateKey], a block `PRIVATE KEY` (PKCS#8, RFC 7468 §10) with an RSA, elliptic curve or
 * Ed25519 key, as `openssl genpkey` writes it; by default in the same text. Java callers find this in
 * `io.github.oidcauth.java.ClientCertificates`.
 *
 * @throws InvalidConfigException if there is no certificate, no key, or the key of another certificate; the message contains
 *     nothing of the key.
 */
@JvmSynthetic
public fun ClientCertificate.Companion.fromPem(
    certificates: String,
    privateKey: String = certificates,
): ClientCertificate = CertificateSources.pem(certificates, privateKey)

/**
 * Returns the certificate of the key [alias] in [keyStore], or of its only key if that is null. [password] is that of the
 * key; it is not kept. The key may be in a device that does not reveal it (PKCS #11). Java callers find this in
 * `io.github.oidcauth.java.ClientCertificates`.
 *
 * @throws InvalidConfigException if there is no such key, none that [password] opens, or no certificate for it.
 */
@JvmSynthetic
public fun ClientCertificate.Companion.fromKeyStore(
    keyStore: KeyStore,
    password: CharArray?,
    alias: String? = null,
): ClientCertificate = CertificateSources.keyStore(keyStore, password, alias)

/**
 * Returns the certificate in the key store [file], PKCS #12 (`.p12`, `.pfx`) or JKS, whose store and key [password] opens; it
 * is not kept. The file is read at once, on the calling thread. Java callers find this in
 * `io.github.oidcauth.java.ClientCertificates`.
 *
 * @throws InvalidConfigException if the file cannot be read or opened, or for the reasons of the other `fromKeyStore`.
 */
@JvmSynthetic
public fun ClientCertificate.Companion.fromKeyStore(
    file: Path,
    password: CharArray,
    alias: String? = null,
): ClientCertificate = CertificateSources.keyStore(file, password, alias)
