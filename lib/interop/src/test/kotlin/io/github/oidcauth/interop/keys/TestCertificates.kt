package io.github.oidcauth.interop.keys

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import java.security.KeyStore
import java.security.cert.X509Certificate
import java.util.Base64
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.TrustManagerFactory
import kotlin.io.path.Path
import kotlin.io.path.inputStream
import kotlin.io.path.isExecutable
import kotlin.io.path.outputStream
import kotlin.io.path.writeText

/**
 * An authority of this run, with a certificate for servers on loopback (`localhost` and `127.0.0.1`) and two for clients. They
 * are made by the first use and live for two days.
 */
internal object TestCertificates : Requirement {
    /** Protects every PKCS #12 file and the keys in it. */
    const val PASSWORD = "interop"

    private const val AUTHORITY = "ca"
    private const val SERVER = "server"
    private const val CLIENT = "client"
    private const val SELF_SIGNED = "self-signed"

    private val password = PASSWORD.toCharArray()
    private val keytool = Path(System.getProperty("java.home"), "bin", "keytool")

    override val missing: String?
        get() = if (keytool.isExecutable()) null else "Needs keytool beside the Java that runs the tests."

    /** The folder with the files `<name>.pem`, `<name>-key.pem` and `<name>.p12`. It contains no key of the authority. */
    val folder: Path by lazy {
        val folder = Folders.new("certificates")
        val all = generated()
        val authority = all.getCertificate(AUTHORITY)
        folder.resolve("$AUTHORITY.pem").writeText(pem("CERTIFICATE", authority.encoded))
        write(authorityStore(folder)) { setCertificateEntry(AUTHORITY, authority) }
        listOf(SERVER, CLIENT, SELF_SIGNED).forEach { name ->
            val key = all.getKey(name, password)
            folder.resolve("$name.pem").writeText(pem("CERTIFICATE", all.getCertificate(name).encoded))
            folder.resolve("$name-key.pem").writeText(pem("PRIVATE KEY", key.encoded))
            write(folder.resolve("$name.p12")) { setKeyEntry(name, key, password, all.getCertificateChain(name)) }
        }
        folder
    }

    /** The authority alone, as PKCS #12. */
    val authorityFile: Path get() = authorityStore(folder)

    val server: Identity by lazy { Identity(SERVER) }

    /** `CN=interop-client, O=oidc-auth interop`, signed by the authority. */
    val client: Identity by lazy { Identity(CLIENT) }

    /** `CN=interop-self-signed, O=oidc-auth interop`, signed by itself. */
    val selfSigned: Identity by lazy { Identity(SELF_SIGNED) }

    /** Trusts the authority of this run alone, and shows the certificate of [identity] to whoever asks. */
    fun tls(identity: Identity? = null): SSLContext {
        val trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm())
        trust.init(read(authorityFile))
        val keys = identity?.let {
            KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(it.keyStore, password) }
        }
        return SSLContext.getInstance("TLS").apply { init(keys?.keyManagers, trust.trustManagers, null) }
    }

    /** A private key with its certificate. */
    class Identity(name: String) {
        /** PKCS #12. */
        val file: Path = folder.resolve("$name.p12")
        val keyStore: KeyStore = read(file)
        val certificate: X509Certificate = keyStore.getCertificate(name) as X509Certificate
    }

    private fun generated(): KeyStore {
        val file = Folders.new("keytool").resolve("all.p12")
        generate(file, AUTHORITY, listOf("bc:critical=ca:true,pathlen:0", "ku:critical=keyCertSign,cRLSign"))
        generate(file, SERVER, listOf("san=dns:localhost,ip:127.0.0.1", "eku=serverAuth"), "-signer", AUTHORITY)
        generate(file, CLIENT, listOf("eku=clientAuth"), "-signer", AUTHORITY)
        generate(file, SELF_SIGNED, listOf("eku=clientAuth"))
        return read(file)
    }

    private fun generate(file: Path, name: String, extensions: List<String>, vararg options: String) {
        val command = listOf("$keytool", "-genkeypair", "-alias", name, "-dname", "CN=interop-$name, O=oidc-auth interop") +
            listOf("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-startdate", "-1H") +
            listOf("-keystore", "$file", "-storetype", "PKCS12", "-storepass", PASSWORD) +
            extensions.flatMap { listOf("-ext", it) } +
            options
        CommandRun.start(command).succeeds()
    }

    private fun authorityStore(folder: Path) = folder.resolve("$AUTHORITY.p12")

    private fun read(file: Path): KeyStore = KeyStore.getInstance("PKCS12").apply {
        file.inputStream().use { load(it, password) }
    }

    private fun write(file: Path, content: KeyStore.() -> Unit) {
        val keyStore = KeyStore.getInstance("PKCS12").apply { load(null, null) }
        keyStore.content()
        file.outputStream().use { keyStore.store(it, password) }
    }

    private fun pem(label: String, der: ByteArray): String {
        val body = Base64.getMimeEncoder(64, "\n".toByteArray()).encodeToString(der)
        return "-----BEGIN $label-----\n$body\n-----END $label-----\n"
    }
}
