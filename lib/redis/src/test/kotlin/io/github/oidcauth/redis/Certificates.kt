package io.github.oidcauth.redis

import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import kotlin.io.path.inputStream
import kotlin.io.path.writeText

/** An authority and a certificate for `localhost`, by `keytool`. */
internal class Certificates : AutoCloseable {
    val folder: Path = Files.createTempDirectory("tls")
    val authority: Path = folder.resolve("ca.pem")
    private val store = folder.resolve("all.p12")
    private val password = "password"
    private val keys: KeyStore

    /** For a server of this JVM. */
    val context: SSLContext
        get() {
            val managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
            val own = KeyStore.getInstance("PKCS12").apply { load(null, null) }
            val key = keys.getKey("server", password.toCharArray())
            own.setKeyEntry("server", key, password.toCharArray(), keys.getCertificateChain("server"))
            managers.init(own, password.toCharArray())
            return SSLContext.getInstance("TLS").apply { init(managers.keyManagers, null, null) }
        }

    init {
        generate("ca", listOf("bc:critical=ca:true", "ku:critical=keyCertSign"))
        generate("server", listOf("san=dns:localhost", "eku=serverAuth"), "-signer", "ca")
        keys = KeyStore.getInstance("PKCS12").apply { store.inputStream().use { load(it, password.toCharArray()) } }
        authority.writeText(pem("CERTIFICATE", keys.getCertificate("ca").encoded))
        folder.resolve("server.pem").writeText(pem("CERTIFICATE", keys.getCertificate("server").encoded))
        folder.resolve("server-key.pem").writeText(pem("PRIVATE KEY", keys.getKey("server", password.toCharArray()).encoded))
    }

    override fun close() {
        folder.toFile().deleteRecursively()
    }

    private fun generate(
        name: String,
        extensions: List<String>,
        vararg options: String,
    ) {
        val command =
            listOf("${Path.of(System.getProperty("java.home"), "bin", "keytool")}") +
                listOf("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair", "-alias", name) +
                listOf(
                    "-dname",
                    "CN=$name",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    "2",
                    "-startdate",
                    "-1H",
                ) +
                listOf("-keystore", "$store", "-storetype", "PKCS12", "-storepass", password) +
                extensions.flatMap { listOf("-ext", it) } + options
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val output = process.inputReader().readText()
        check(process.waitFor() == 0) { output }
    }

    private fun pem(
        label: String,
        der: ByteArray,
    ): String = "-----BEGIN $label-----\n${Base64.getMimeEncoder(
        64,
        "\n".toByteArray(),
    ).encodeToString(der)}\n-----END $label-----\n"
}
