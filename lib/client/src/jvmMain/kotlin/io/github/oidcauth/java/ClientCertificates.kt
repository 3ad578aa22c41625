@file:JvmName("ClientCertificates")

package io.github.oidcauth.java

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.ClientCertificate
import io.github.oidcauth.oauth2.fromKeyStore
import io.github.oidcauth.oauth2.fromPem
import java.nio.file.Path
import java.security.KeyStore

/**
 * Returns the certificate in [certificates], which is PEM: the client's own, then those of its authorities. Its key is in
 * [privateKey], a block `PRIVATE KEY` (PKCS#8); by default in the same text.
 *
 * @throws InvalidConfigException if there is no certificate, no key, or the key of another certificate.
 */
@JvmOverloads
@JvmName("fromPem")
@Throws(AuthException::class)
public fun clientCertificateFromPem(
    certificates: String,
    privateKey: String = certificates,
): ClientCertificate = ClientCertificate.fromPem(certificates, privateKey)

/**
 * Returns the certificate of the key [alias] in [keyStore], or of its only key if that is null. [password] is that of the
 * key; it is not kept.
 *
 * @throws InvalidConfigException if there is no such key, none that [password] opens, or no certificate for it.
 */
@JvmOverloads
@JvmName("fromKeyStore")
@Throws(AuthException::class)
public fun clientCertificateFromKeyStore(
    keyStore: KeyStore,
    password: CharArray?,
    alias: String? = null,
): ClientCertificate = ClientCertificate.fromKeyStore(keyStore, password, alias)

/**
 * Returns the certificate in the key store [file], PKCS #12 or JKS, whose store and key [password] opens; it is not kept.
 *
 * @throws InvalidConfigException if the file cannot be read or opened, or has no such key.
 */
@JvmOverloads
@JvmName("fromKeyStore")
@Throws(AuthException::class)
public fun clientCertificateFromKeyStore(
    file: Path,
    password: CharArray,
    alias: String? = null,
): ClientCertificate = ClientCertificate.fromKeyStore(file, password, alias)
