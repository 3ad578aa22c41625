package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.transport.tls.CertificateSources
import io.github.oidcauth.internal.versions.requireFittingVersions
import java.nio.file.Path
import java.security.KeyStore

/** The members of [ClientCertificate] that callers in Java see in place of [ClientCertificateSources]. */
public sealed class ClientCertificateForJava {
    public companion object {
        init {
            requireFittingVersions()
        }

        /**
         * Returns the certificate of the key [alias] in [keyStore], or of its only key if that is null. [password] is that of the
         * key; it is not kept. The key may be in a device that does not reveal it (PKCS #11).
         *
         * @throws InvalidConfigException if there is no such key, none that [password] opens, or no certificate for it.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun fromKeyStore(
            keyStore: KeyStore,
            password: CharArray?,
            alias: String? = null,
        ): ClientCertificate = CertificateSources.keyStore(keyStore, password, alias)

        /**
         * Returns the certificate in the key store [file], PKCS #12 (`.p12`, `.pfx`) or JKS, whose store and key [password] opens;
         * it is not kept. The file is read at once, on the calling thread.
         *
         * @throws InvalidConfigException if the file cannot be read or opened, or for the reasons of the other `fromKeyStore`.
         */
        @JvmStatic
        @JvmOverloads
        @Throws(AuthException::class)
        public fun fromKeyStore(
            file: Path,
            password: CharArray,
            alias: String? = null,
        ): ClientCertificate = CertificateSources.keyStore(file, password, alias)
    }
}
