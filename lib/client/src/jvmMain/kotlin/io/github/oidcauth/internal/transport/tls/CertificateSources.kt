package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.HomePath
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.keys.PemPrivateKey
import io.github.oidcauth.oauth2.ClientCertificate
import java.io.IOException
import java.nio.file.Path
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.KeyStoreException
import java.security.PrivateKey
import java.security.UnrecoverableKeyException
import java.security.cert.X509Certificate

/** Creates client certificates from PEM texts and key stores. */
internal object CertificateSources {
    private const val MAX_LENGTH = 1_048_576

    fun pem(
        certificates: String,
        privateKey: String,
    ): ClientCertificate {
        if (certificates.length > MAX_LENGTH || privateKey.length > MAX_LENGTH) throw fault("PEM", "is longer than 1 MiB")
        val chain = PemCertificates.read(certificates) {
            throw InvalidConfigException("The client certificate is in a text $it.")
        }
        return CertificateWithKey(PemPrivateKey.privateKey(privateKey), chain)
    }

    fun keyStore(
        file: Path,
        password: CharArray,
        alias: String?,
    ): ClientCertificate {
        val store =
            try {
                KeyStore.getInstance(HomePath.resolved(file).toFile(), password)
            } catch (e: IOException) {
                throw fault("key store $file", if (e.cause is UnrecoverableKeyException) WRONG_PASSWORD else "cannot be read")
            } catch (_: GeneralSecurityException) {
                throw fault("key store $file", "is not one of PKCS #12 or JKS")
            } catch (_: IllegalArgumentException) {
                throw fault("key store $file", "is not a file")
            } catch (_: UnsupportedOperationException) {
                throw fault("key store $file", "is not a file")
            }
        return keyStore(store, password, alias)
    }

    fun keyStore(
        store: KeyStore,
        password: CharArray?,
        alias: String?,
    ): ClientCertificate {
        val name = alias ?: onlyKey(store)
        val key =
            try {
                store.getKey(name, password)
            } catch (_: UnrecoverableKeyException) {
                throw fault("key store", "does not reveal its key: $WRONG_KEY_PASSWORD")
            } catch (_: GeneralSecurityException) {
                throw fault("key store", NOT_LOADED)
            } as? PrivateKey ?: throw fault("key store", "has no private key of the name ${name.printable()}")
        val chain = store.getCertificateChain(name).orEmpty().map { it as? X509Certificate ?: throw fault("key store", NOT_X509) }
        if (chain.isEmpty()) throw fault("key store", "has no certificate for the key ${name.printable()}")
        return CertificateWithKey(key, chain)
    }

    private fun onlyKey(store: KeyStore): String {
        val names =
            try {
                store.aliases().toList().filter { store.isKeyEntry(it) }
            } catch (_: KeyStoreException) {
                throw fault("key store", NOT_LOADED)
            }
        return names.singleOrNull() ?: throw fault(
            "key store",
            if (names.isEmpty()) "has no key" else "has several keys; choose one: ${names.joinToString { it.printable() }}",
        )
    }

    /** Returns a name in a key store in a form that is safe for messages. */
    private fun String.printable() = filter { it in ' '..'~' }.take(MAX_NAME)

    private fun fault(
        what: String,
        why: String,
    ) = InvalidConfigException("The client certificate cannot be used: the $what $why.")

    private const val MAX_NAME = 64
    private const val WRONG_PASSWORD = "has another password"
    private const val WRONG_KEY_PASSWORD = "that has another password"
    private const val NOT_LOADED = "has not been loaded"
    private const val NOT_X509 = "has a certificate that is not X.509"
}
