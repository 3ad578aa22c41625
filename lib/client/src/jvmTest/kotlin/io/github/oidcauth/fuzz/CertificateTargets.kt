package io.github.oidcauth.fuzz

import io.github.oidcauth.internal.transport.okhttp.SelfSigned
import io.github.oidcauth.internal.transport.tls.TrustSource
import io.github.oidcauth.internal.transport.tls.TrustedCertificates
import io.github.oidcauth.oauth2.ClientCertificate
import java.nio.file.Path
import java.security.KeyStore
import java.util.Base64
import kotlin.io.path.readBytes
import kotlin.io.path.writeBytes

/** Files with certificates: whom to trust, and who the client is. */
internal object CertificateTargets {
    private val password = SelfSigned.PASSWORD.toCharArray()

    /** In [directory], which is theirs. */
    fun all(directory: Path): List<FuzzTarget> {
        val made = SelfSigned(directory.toFile())
        val certificate = made.pem.readBytes()
        val keys = directory.resolve("keys.p12").readBytes()
        val trusted = directory.resolve("trusted.pem")
        val store = directory.resolve("store.p12")
        return listOf(
            FuzzTarget(
                "trusted certificates",
                setOf("TrustedCertificates", "CertificateFiles", "PemCertificates"),
                listOf(certificate),
            ) {
                trusted.writeBytes(it)
                TrustedCertificates.of(TrustSource.Variables(trusted.toString(), null))
            },
            FuzzTarget(
                "client certificate in PEM",
                setOf(
                    "CertificateSources",
                    "CertificateWithKey",
                    "PemCertificates",
                    "PemPrivateKey",
                    "ClientCertificate",
                ),
                listOf(keyOf(keys) + certificate, certificate + keyOf(keys)),
            ) { ClientCertificate.fromPem(it.asText()).toString() },
            FuzzTarget("client certificate in a key store", setOf("CertificateSources"), listOf(keys), isSlow = true) {
                store.writeBytes(it)
                ClientCertificate.fromKeyStore(store, password).toString()
            },
        )
    }

    private fun keyOf(keys: ByteArray): ByteArray {
        val store = KeyStore.getInstance("PKCS12").apply { load(keys.inputStream(), password) }
        val key = store.getKey(store.aliases().nextElement(), password).encoded
        return "-----BEGIN PRIVATE KEY-----\n${Base64.getMimeEncoder().encodeToString(
            key,
        )}\n-----END PRIVATE KEY-----\n".encodeToByteArray()
    }
}
