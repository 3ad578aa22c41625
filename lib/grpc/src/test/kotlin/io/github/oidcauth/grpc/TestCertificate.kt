package io.github.oidcauth.grpc

import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.util.Base64
import kotlin.io.path.inputStream

/** A certificate for `localhost` that signs itself, and its key, by `keytool`. */
internal class TestCertificate : AutoCloseable {
    private val folder: Path = Files.createTempDirectory("tls")
    val certificate: File = folder.resolve("server.pem").toFile()
    val key: File = folder.resolve("server-key.pem").toFile()

    init {
        val store = folder.resolve("server.p12")
        val command =
            listOf("${Path.of(System.getProperty("java.home"), "bin", "keytool")}", "-J-XX:TieredStopAtLevel=1", "-genkeypair") +
                "-alias server -dname CN=localhost -keyalg EC -groupname secp256r1 -validity 2 -startdate -1H".split(' ') +
                "-ext san=dns:localhost -keystore $store -storetype PKCS12 -storepass $PASSWORD".split(' ')
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val output = process.inputReader().readText()
        check(process.waitFor() == 0) { output }
        val keys = KeyStore.getInstance("PKCS12").apply { store.inputStream().use { load(it, PASSWORD.toCharArray()) } }
        certificate.writeText(pem("CERTIFICATE", keys.getCertificate("server").encoded))
        key.writeText(pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).encoded))
    }

    override fun close() {
        folder.toFile().deleteRecursively()
    }

    private fun pem(
        label: String,
        der: ByteArray,
    ): String = "-----BEGIN $label-----\n${Base64.getMimeEncoder(
        64,
        "\n".toByteArray(),
    ).encodeToString(der)}\n-----END $label-----\n"

    private companion object {
        const val PASSWORD = "password"
    }
}
