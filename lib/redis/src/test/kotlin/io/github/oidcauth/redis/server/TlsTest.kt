package io.github.oidcauth.redis.server

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.RedisTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.Path
import java.security.KeyStore
import java.util.Base64
import kotlin.io.path.inputStream
import kotlin.io.path.writeText

/** A Redis that speaks TLS alone, as `localhost`, by the word of an authority that Java does not know. */
class TlsTest : FunSpec() {
    private val certificates = lazy { Certificates() }
    private val server =
        lazy {
            RedisServer { port ->
                val folder = certificates.value.folder
                listOf("--port", "0", "--tls-port", "$port", "--tls-auth-clients", "no") +
                    listOf("--tls-cert-file", "$folder/server.pem", "--tls-key-file", "$folder/server-key.pem") +
                    listOf("--tls-ca-cert-file", "$folder/ca.pem")
            }
        }
    private val key = TokenKey.of("https://h")

    init {
        requiresRedisServer()
        afterSpec {
            if (server.isInitialized()) server.value.close()
            if (certificates.isInitialized()) {
                certificates.value.folder
                    .toFile()
                    .deleteRecursively()
            }
        }

        test("rediss, with the authority by setting or in the address") {
            val url = "rediss://localhost:${server.value.port}"
            RedisTokenStore(url) { trustedCertificates = certificates.value.authority }.use { it.put(key, Token("over TLS")) }
            RedisTokenStore("$url?ca=${certificates.value.authority}").use { it.get(key) shouldBe Token("over TLS") }
        }

        test("an authority that nobody trusts is refused") {
            RedisTokenStore("rediss://localhost:${server.value.port}").use { store ->
                shouldThrow<StoreException> { store.get(key) }.message shouldContain "no TLS connection"
            }
        }

        test("a certificate for another name is refused") {
            RedisTokenStore("rediss://127.0.0.1:${server.value.port}?ca=${certificates.value.authority}").use { store ->
                shouldThrow<StoreException> { store.get(key) }.message shouldContain "no TLS connection"
            }
        }

        test("a file of authorities that is not there, or is none, is an error, and nobody is trusted instead") {
            val none =
                certificates.value.folder
                    .resolve("none.pem")
                    .apply { writeText("none") }
            listOf(none, none.resolveSibling("missing.pem")).forEach { file ->
                RedisTokenStore("rediss://localhost:${server.value.port}?ca=$file").use { store ->
                    repeat(2) {
                        shouldThrow<StoreException> { store.get(key) }.message shouldContain
                            "The file of authorities $file"
                    }
                }
            }
        }
    }

    /** An authority and a certificate for `localhost`, by `keytool`. */
    private class Certificates {
        val folder: Path = Files.createTempDirectory("tls")
        val authority: Path = folder.resolve("ca.pem")
        private val store = folder.resolve("all.p12")
        private val password = "password"

        init {
            generate("ca", listOf("bc:critical=ca:true", "ku:critical=keyCertSign"))
            generate("server", listOf("san=dns:localhost", "eku=serverAuth"), "-signer", "ca")
            val keys = KeyStore.getInstance("PKCS12").apply { store.inputStream().use { load(it, password.toCharArray()) } }
            authority.writeText(pem("CERTIFICATE", keys.getCertificate("ca").encoded))
            folder.resolve("server.pem").writeText(pem("CERTIFICATE", keys.getCertificate("server").encoded))
            folder.resolve("server-key.pem").writeText(pem("PRIVATE KEY", keys.getKey("server", password.toCharArray()).encoded))
        }

        private fun generate(
            name: String,
            extensions: List<String>,
            vararg options: String,
        ) {
            val command =
                listOf("${Path.of(System.getProperty("java.home"), "bin", "keytool")}", "-genkeypair", "-alias", name) +
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
}
