// Tested by TrustSourceTest and JvmAndSystemTrustTest.
package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import java.io.IOException
import java.nio.file.Files
import java.nio.file.InvalidPathException
import java.nio.file.Path
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.KeyStoreException
import java.security.NoSuchAlgorithmException
import javax.net.ssl.KeyManager
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.X509ExtendedTrustManager

/** The TLS settings of this JVM: its system properties, and the context that the program has set with `SSLContext.setDefault`. */
internal class JvmTls(
    val property: (String) -> String? = System::getProperty,
    private val defaultContext: () -> SSLContext = SSLContext::getDefault,
    private val ownTrust: () -> X509ExtendedTrustManager = { TrustedCertificates.manager(store = null) },
) {
    /**
     * Returns the default context that the program has set, or null when it is the JVM's own. The JVM's own is recognised by the
     * protocol name "Default"; a program gets the same context under that name.
     */
    fun programContext(): SSLContext? =
        try {
            defaultContext().takeIf { it.protocol != OWN_CONTEXT }
        } catch (_: NoSuchAlgorithmException) {
            // It is the JVM's own, whose trust store or key store cannot be opened. This is reported when they are needed.
            null
        }

    /**
     * Returns the trust manager for the authorities of the JVM: those of the store in the system properties, or else those in its
     * file `cacerts`.
     *
     * @throws InvalidConfigException when the store cannot be opened.
     */
    fun trustManager(): X509ExtendedTrustManager =
        try {
            ownTrust()
        } catch (_: KeyStoreException) {
            throw InvalidConfigException(
                "The trust store of this JVM cannot be opened. Check the system properties ${TrustSource.STORE}, " +
                    "${TrustSource.STORE_TYPE} and ${TrustSource.STORE}Password.",
            )
        }

    /** Returns the configured trust store file that cannot be read, or null when it can be read or is not a file. */
    fun missingTrustStore(): String? {
        val name = property(TrustSource.STORE)?.takeIf { it.isNotBlank() && it != NO_FILE } ?: return null
        val type = property(TrustSource.STORE_TYPE).orEmpty().uppercase()
        val isReadable =
            try {
                Files.isReadable(Path.of(name))
            } catch (_: InvalidPathException) {
                false
            }
        return name.takeIf { !isReadable && type in FILE_TYPES }
    }

    /**
     * Returns the keys and certificates of the key store in `javax.net.ssl.keyStore`, or null when that is not set.
     *
     * @throws InvalidConfigException when the store cannot be opened.
     */
    fun keyManagers(): Array<KeyManager>? {
        val file = property(KEY_STORE)?.takeIf { it.isNotBlank() } ?: return null
        val password = property(KEY_STORE_PASSWORD)?.takeIf { it.isNotEmpty() }?.toCharArray()
        return try {
            val store = emptyStore()
            val isFile = file != NO_FILE
            if (isFile) Files.newInputStream(Path.of(file)).use { store.load(it, password) } else store.load(null, password)
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(store, password) }.keyManagers
        } catch (_: IOException) {
            throw unusableKeys(file)
        } catch (_: GeneralSecurityException) {
            throw unusableKeys(file)
        } catch (_: InvalidPathException) {
            throw unusableKeys(file)
        }
    }

    private fun emptyStore(): KeyStore {
        val type = property("${KEY_STORE}Type")?.takeIf { it.isNotBlank() } ?: KeyStore.getDefaultType()
        val provider = property("${KEY_STORE}Provider")?.takeIf { it.isNotBlank() }
        return if (provider == null) KeyStore.getInstance(type) else KeyStore.getInstance(type, provider)
    }

    private fun unusableKeys(file: String) =
        InvalidConfigException(
            "The system property $KEY_STORE names ${file.printable(MAX_PATH)}, which cannot be opened as a key store. " +
                "Check the file, ${KEY_STORE}Type and $KEY_STORE_PASSWORD.",
        )

    private companion object {
        const val OWN_CONTEXT = "Default"
        const val KEY_STORE = "javax.net.ssl.keyStore"
        const val KEY_STORE_PASSWORD = "javax.net.ssl.keyStorePassword"

        /** The JDK's name for a store that is not a file, such as one of PKCS #11. */
        const val NO_FILE = "NONE"
        const val MAX_PATH = 200

        /** The types that are files. An empty one means the first. */
        val FILE_TYPES = setOf("", "PKCS12", "JKS", "JCEKS")
    }
}
