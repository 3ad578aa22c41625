// Tested by JvmAndSystemTrustTest.
package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.text.printable
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLSocketFactory
import javax.net.ssl.X509ExtendedTrustManager
import javax.net.ssl.X509KeyManager

/**
 * The TLS configuration of this machine: the trusted authorities ([TrustSource]), and the client's certificate.
 *
 * Nothing is read before the first https request, so neither a stored token nor a server on this machine needs a file that does
 * not exist. The settings are then kept; after a failure the next request tries again. Thread-safe.
 */
internal class Tls(
    private val environment: Environment,
    /** A file of authorities to trust instead of all others, or null. */
    private val caFile: String? = null,
    /** The client's certificate, or null for the one that the JVM is configured with. */
    private val ownKeys: X509KeyManager? = null,
    private val jvm: JvmTls = JvmTls(),
    private val system: SystemAuthorities = SystemAuthorities(),
) {
    private val context = lazy { make() }

    /** Observes each request, so that a failure can report that a client certificate was requested. */
    val certificateRequests: CertificateRequestObserver = CertificateRequestObserver()

    /**
     * Creates sockets. The first call blocks while the settings are read, and throws [InvalidConfigException] when they are not
     * usable.
     */
    val socketFactory: SSLSocketFactory = LazySslSocketFactory { context.value }

    private fun make(): SSLContext {
        val chosen = TrustSource.choose(caFile, { jvm.programContext() != null }, jvm.property, environment)
        val source = if (chosen is TrustSource.JvmStore) TrustSource.JvmStore(jvm.missingTrustStore()) else chosen
        if (source == TrustSource.ProgramContext) return programContext()
        val trust = ExplainingTrustManager(managerOf(source), source)
        val keys = ownKeys ?: jvm.keyManagers()?.filterIsInstance<X509KeyManager>()?.firstOrNull()
        return SSLContext.getInstance("TLS").apply { init(arrayOf(certificateRequests.observing(keys)), arrayOf(trust), null) }
    }

    private fun programContext(): SSLContext {
        if (ownKeys != null) {
            throw InvalidConfigException(
                "The program has set a default SSLContext, to which the client certificate cannot be added. Have that context " +
                    "present it, or name the trusted authorities with the setting caFile.",
            )
        }
        return checkNotNull(jvm.programContext())
    }

    private fun managerOf(source: TrustSource): X509ExtendedTrustManager =
        when (source) {
            is TrustSource.CaFile -> TrustedCertificates.manager(TrustedCertificates.ofCaFile(source.path))
            is TrustSource.Variables -> TrustedCertificates.manager(TrustedCertificates.of(source))
            is TrustSource.JvmStore -> ofJvmStore()
            else -> ofJvmAndSystem()
        }

    /** Refuses a store without authorities, for which the JDK would report invalid parameters in the handshake. */
    private fun ofJvmStore(): X509ExtendedTrustManager {
        val manager = jvm.trustManager()
        if (manager.acceptedIssuers.isNotEmpty()) return manager
        val name = jvm.property(TrustSource.STORE).orEmpty().printable(MAX_PATH).ifEmpty { "none" }
        throw InvalidConfigException(
            "The trust store of this JVM has no authorities; ${TrustSource.STORE} names $name. Name a store that has some, or " +
                "leave the property out.",
        )
    }

    private fun ofJvmAndSystem(): X509ExtendedTrustManager {
        val own = jvm.trustManager()
        if (own.acceptedIssuers.isNotEmpty()) return JvmAndSystemTrustManager(own, lazy { system.manager() })
        // Some distributions have a JDK without authorities until a separate package is installed.
        return system.manager() ?: throw InvalidConfigException(
            "Neither this Java nor this machine has any certificate authorities. Install the package ca-certificates, or name " +
                "a file with --ca-file, ${TrustSource.FILE_VARIABLE} or the setting caFile.",
        )
    }

    private companion object {
        const val MAX_PATH = 200
    }
}
