package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Path
import java.security.KeyStore
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import kotlin.io.path.writeText

/** An https server with a certificate that nobody vouches for, made by the JDK's keytool. */
internal object SelfSignedServer {
    private const val PASSWORD = "changeit"
    private const val PEM: String = "certificate.pem"

    /** Leaves the key in [directory]. The certificate, which [certificate] returns, is for [name]. */
    fun start(
        directory: Path,
        name: String = "ip:127.0.0.1",
    ): HttpsServer {
        val keys = directory.resolve("keys.p12")
        makeKey(keys, name)
        val store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray())
        val encoded = Base64.getMimeEncoder().encodeToString(store.getCertificate("test").encoded)
        directory.resolve(PEM).writeText("-----BEGIN CERTIFICATE-----\n$encoded\n-----END CERTIFICATE-----\n")
        val managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
        managers.init(store, PASSWORD.toCharArray())
        val context = SSLContext.getInstance("TLS").apply { init(managers.keyManagers, null, null) }
        return HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            httpsConfigurator = HttpsConfigurator(context)
            start()
        }
    }

    /** Returns the file of the certificate of the server that was started in [directory], in PEM form. */
    fun certificate(directory: Path): Path = directory.resolve(PEM)

    private fun makeKey(
        keys: Path,
        name: String,
    ) {
        val certificate = arrayOf("-keyalg", "EC", "-dname", "CN=service.test", "-ext", "san=$name", "-validity", "2")
        val store = arrayOf("-keystore", "$keys", "-storetype", "PKCS12", "-storepass", PASSWORD)
        val program = Path.of(System.getProperty("java.home"), "bin", "keytool")
        val command = arrayOf("$program", "-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-genkeypair", "-alias", "test")
        val process = ProcessBuilder(*command, *certificate, *store).redirectErrorStream(true).start()
        val output = process.inputReader().readText()
        check(process.waitFor() == 0) { output }
    }
}
