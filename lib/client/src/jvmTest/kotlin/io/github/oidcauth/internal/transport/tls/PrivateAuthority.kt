package io.github.oidcauth.internal.transport.tls

import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.security.KeyPair
import java.security.KeyPairGenerator
import java.security.KeyStore
import java.security.Signature
import java.security.cert.CertificateFactory
import java.security.cert.X509Certificate
import java.security.spec.ECGenParameterSpec
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import javax.security.auth.x500.X500Principal

/** A certificate with its key, and those that vouch for it. */
internal class Identity(
    val keys: KeyPair,
    /** Its own certificate first; without the one of a root. */
    val chain: List<X509Certificate>,
) {
    val certificate: X509Certificate get() = chain.first()

    val pem: String get() =
        "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.encoded) +
            "\n-----END CERTIFICATE-----\n"

    fun writePem(file: File): String = file.apply { writeText(pem) }.path

    /** A listener on a port of this machine, set up by [configure]. It trusts clients of the authorities [trusting]. */
    fun listen(
        trusting: List<X509Certificate> = emptyList(),
        configure: SSLServerSocket.() -> Unit = {},
    ): ServerSocket =
        (context(trusting).serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress()) as SSLServerSocket)
            .apply(configure)

    private fun context(trusting: List<X509Certificate>): SSLContext {
        val password = CharArray(0)
        val store = KeyStore.getInstance("PKCS12").apply {
            load(null, password)
            setKeyEntry("server", keys.private, password, chain.toTypedArray())
        }
        val managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(store, password) }
        val trust = trusting.ifEmpty { null }?.let { arrayOf(TrustedCertificates.manager(it)) }
        return SSLContext.getInstance("TLS").apply { init(managers.keyManagers, trust, null) }
    }
}

/** An authority of an organization, made anew for each test, which certifies what it is asked to. */
internal class PrivateAuthority(
    name: String = "CN=Corp Root, O=Example",
    from: Instant = Instant.now() - Duration.ofDays(100),
    until: Instant = Instant.now() + Duration.ofDays(100),
) {
    private val keys = newKeys()
    private val principal = X500Principal(name)

    val root: Identity =
        Identity(keys, listOf(certificate(principal, principal, keys, keys, from, until, listOf(authorityExtension))))

    fun server(
        subject: String = "CN=server",
        hosts: List<String> = listOf("localhost"),
        addresses: List<String> = listOf("127.0.0.1"),
        from: Instant = Instant.now() - Duration.ofDays(50),
        until: Instant = Instant.now() + Duration.ofDays(50),
        extensions: List<ByteArray> = emptyList(),
    ): Identity {
        val own = newKeys()
        val names = namesExtension(hosts, addresses)
        return Identity(
            own,
            listOf(certificate(X500Principal(subject), principal, own, keys, from, until, listOfNotNull(names) + extensions)),
        )
    }

    companion object {
        private const val ECDSA_SHA256 = "1.2.840.10045.4.3.2"
        private val UTC_TIME = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC)
        private val authorityExtension = extension("2.5.29.19", Der.sequence(Der.yes()), isCritical = true)

        /** For clients alone. */
        val forClients: ByteArray = extension("2.5.29.37", Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.2")), isCritical = true)

        /** A certificate that vouches for itself. */
        fun selfSigned(
            subject: String = "CN=alone",
            from: Instant = Instant.now() - Duration.ofDays(1),
            until: Instant = Instant.now() + Duration.ofDays(1),
        ): Identity {
            val keys = newKeys()
            val principal = X500Principal(subject)
            val names = namesExtension(listOf("localhost"), listOf("127.0.0.1"))
            return Identity(keys, listOf(certificate(principal, principal, keys, keys, from, until, listOfNotNull(names))))
        }

        private fun newKeys(): KeyPair =
            KeyPairGenerator.getInstance("EC").apply { initialize(ECGenParameterSpec("secp256r1")) }.generateKeyPair()

        private fun certificate(
            subject: X500Principal,
            issuer: X500Principal,
            own: KeyPair,
            signer: KeyPair,
            from: Instant,
            until: Instant,
            extensions: List<ByteArray>,
        ): X509Certificate {
            val algorithm = Der.sequence(Der.identifier(ECDSA_SHA256))
            val toSign =
                Der.sequence(
                    Der.explicit(0, Der.integer(2)),
                    Der.integer(System.nanoTime()),
                    algorithm,
                    issuer.encoded,
                    Der.sequence(time(from), time(until)),
                    subject.encoded,
                    own.public.encoded,
                    Der.explicit(3, Der.sequence(*extensions.toTypedArray())),
                )
            val signature = Signature.getInstance("SHA256withECDSA").apply {
                initSign(signer.private)
                update(toSign)
            }.sign()
            val encoded = Der.sequence(toSign, algorithm, Der.bits(signature))
            return CertificateFactory.getInstance("X.509").generateCertificate(encoded.inputStream()) as X509Certificate
        }

        private fun time(at: Instant) = Der.primitive(0x17, UTC_TIME.format(at).encodeToByteArray())

        private fun namesExtension(
            hosts: List<String>,
            addresses: List<String>,
        ): ByteArray? {
            val names =
                hosts.map { Der.primitive(0x82, it.encodeToByteArray()) } +
                    addresses.map { Der.primitive(0x87, InetAddress.getByName(it).address) }
            return if (names.isEmpty()) null else extension("2.5.29.17", Der.sequence(*names.toTypedArray()), isCritical = false)
        }

        private fun extension(
            identifier: String,
            content: ByteArray,
            isCritical: Boolean,
        ): ByteArray {
            val parts = listOfNotNull(Der.identifier(identifier), if (isCritical) Der.yes() else null, Der.octets(content))
            return Der.sequence(*parts.toTypedArray())
        }
    }
}
