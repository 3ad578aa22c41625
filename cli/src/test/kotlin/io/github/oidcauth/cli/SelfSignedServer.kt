package io.github.oidcauth.cli

import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.nio.file.Path
import java.security.KeyStore
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext

/** An https server with a certificate that nobody vouches for, made by the JDK's keytool. */
internal object SelfSignedServer {
    private const val PASSWORD = "changeit"

    /** Leaves the key in [directory]. */
    fun start(directory: Path): HttpsServer {
        val keys = directory.resolve("keys.p12")
        makeKey(keys)
        val managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
        managers.init(KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray())
        val context = SSLContext.getInstance("TLS").apply { init(managers.keyManagers, null, null) }
        return HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            httpsConfigurator = HttpsConfigurator(context)
            start()
        }
    }

    private fun makeKey(keys: Path) {
        val program = Path.of(System.getProperty("java.home"), "bin", "keytool")
        val certificate = listOf("-keyalg", "EC", "-dname", "CN=service.test", "-ext", "san=ip:127.0.0.1", "-validity", "2")
        val store = listOf("-keystore", "$keys", "-storetype", "PKCS12", "-storepass", PASSWORD)
        val command = listOf("$program", "-genkeypair", "-alias", "test") + certificate + store
        val process = ProcessBuilder(command).redirectErrorStream(true).start()
        val output = process.inputReader().readText()
        check(process.waitFor() == 0) { output }
    }
}
