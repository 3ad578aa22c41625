package io.github.oidcauth.oauth2

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.security.PrivateKey
import java.security.cert.X509Certificate
import java.util.Base64

/** An authority, and certificates with keys for a server and for clients, made by the JDK's keytool; for all tests of a run. */
internal object TlsIdentities {
    const val PASSWORD: String = "changeit"

    private val directory = Files.createTempDirectory("tls").toFile().apply { deleteOnExit() }
    private val file = File(directory, "all.p12").apply { deleteOnExit() }

    /** Those whom it holds by name; the server and `client` are vouched for by `authority`, the others by themselves. */
    val store: KeyStore by lazy {
        generate("authority", "EC", "bc:critical=ca:true", "ku:critical=keyCertSign")
        generate("server", "EC", "san=dns:localhost,ip:127.0.0.1", signer = "authority")
        generate("client", "EC", "eku=clientAuth", signer = "authority")
        listOf("EC", "RSA", "RSASSA-PSS", "Ed25519").forEach { generate("self-$it", it, "eku=clientAuth") }
        KeyStore.getInstance(file, PASSWORD.toCharArray())
    }

    /** The authority's certificate, as a file of PEM. */
    val authorityFile: String by lazy {
        val pem = File(directory, "authority.pem").apply { deleteOnExit() }
        pem.apply { writeText(pem("CERTIFICATE", store.getCertificate("authority").encoded)) }.path
    }

    /** All of [store] as a file of PKCS #12. */
    val storeFile: Path get() = store.let { file.toPath() }

    fun certificate(name: String): X509Certificate = store.getCertificate(name) as X509Certificate

    /** The certificate [name] and those that vouch for it, as PEM. */
    fun chainPem(name: String): String = store.getCertificateChain(name).joinToString("") { pem("CERTIFICATE", it.encoded) }

    /** The key of [name] as PEM. */
    fun keyPem(name: String): String = pem("PRIVATE KEY", key(name).encoded)

    fun key(name: String): PrivateKey = store.getKey(name, PASSWORD.toCharArray()) as PrivateKey

    /** Returns the certificate of [name] as a program has it. */
    fun client(name: String): ClientCertificate = ClientCertificate.fromKeyStore(store, PASSWORD.toCharArray(), name)

    fun pem(
        label: String,
        der: ByteArray,
    ): String {
        val body = Base64.getMimeEncoder(64, "\n".toByteArray()).encodeToString(der)
        return "-----BEGIN $label-----\n$body\n-----END $label-----\n"
    }

    private fun generate(
        name: String,
        keyAlgorithm: String,
        vararg extensions: String,
        signer: String? = null,
    ) {
        val program = File(System.getProperty("java.home"), "bin/keytool").path
        val command =
            listOf(program, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC") +
                listOf("-genkeypair", "-alias", name, "-keyalg", keyAlgorithm, "-dname", "CN=$name", "-validity", "2") +
                listOf("-keystore", file.path, "-storetype", "PKCS12", "-storepass", PASSWORD) +
                extensions.flatMap { listOf("-ext", it) } +
                signer?.let { listOf("-signer", it) }.orEmpty()
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val output = process.inputStream.bufferedReader().readText()
        check(process.waitFor() == 0) { output }
    }
}
