package io.github.oidcauth.internal.transport.okhttp

import java.io.File
import java.net.InetAddress
import java.net.ServerSocket
import java.security.KeyStore
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext

/** A certificate that nobody but its file vouches for, made by the JDK's keytool in [directory]. */
internal class SelfSigned(
    private val directory: File,
) {
    private val keys = File(directory, "keys.p12")

    /** The certificate in PEM form. */
    val pem = File(directory, "ca.pem")

    init {
        generate()
        val certificate = store().getCertificate("test").encoded
        pem.writeText(
            "-----BEGIN CERTIFICATE-----\n${Base64.getMimeEncoder().encodeToString(certificate)}\n-----END CERTIFICATE-----\n",
        )
    }

    fun listen(): ServerSocket = context().serverSocketFactory.createServerSocket(0, 50, InetAddress.getLoopbackAddress())

    /** That of a server which shows it. */
    fun context(): SSLContext {
        val managers =
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply {
                init(store(), PASSWORD.toCharArray())
            }.keyManagers
        return SSLContext.getInstance("TLS").apply { init(managers, null, null) }
    }

    private fun store(): KeyStore = KeyStore.getInstance(keys, PASSWORD.toCharArray())

    private fun generate() {
        val program = File(System.getProperty("java.home"), "bin/keytool").path
        val command =
            listOf(program, "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair", "-alias", "test", "-keyalg", "EC") +
                listOf("-dname", "CN=service.test", "-validity", "2", "-ext", "san=dns:service.test,dns:localhost,ip:127.0.0.1") +
                listOf("-keystore", keys.path, "-storetype", "PKCS12", "-storepass", PASSWORD)
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val output = process.inputStream.bufferedReader().readText()
        check(process.waitFor() == 0) { output }
    }

    companion object {
        const val PASSWORD = "changeit"
    }
}
