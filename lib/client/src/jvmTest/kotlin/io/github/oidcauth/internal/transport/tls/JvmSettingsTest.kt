package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.ChildProcess
import io.github.oidcauth.internal.transport.okhttp.GetProgram
import io.github.oidcauth.internal.transport.okhttp.OK_RESPONSE
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import java.security.KeyStore
import javax.net.ssl.SSLSession
import javax.net.ssl.SSLSocket

/** Trust as a JVM of its own has it, from its system properties, its program and its environment. */
class JvmSettingsTest :
    FunSpec({
        val directory = tempdir()
        val corp = PrivateAuthority()
        val other = PrivateAuthority("CN=Other Root")
        val corpFile = corp.root.writePem(File(directory, "corp.pem"))
        val otherFile = other.root.writePem(File(directory, "other.pem"))

        fun store(
            name: String,
            fill: KeyStore.() -> Unit,
        ): String {
            val file = File(directory, name)
            val store = KeyStore.getInstance("PKCS12").apply { load(null, null) }.apply(fill)
            file.outputStream().use { store.store(it, PASSWORD.toCharArray()) }
            return file.path
        }

        fun trustStore(authority: PrivateAuthority) =
            store("${System.nanoTime()}.p12") { setCertificateEntry("ca", authority.root.certificate) }

        fun properties(
            trustStore: String,
            password: String = PASSWORD,
        ) = listOf("-Djavax.net.ssl.trustStore=$trustStore", "-Djavax.net.ssl.trustStorePassword=$password")

        fun get(
            url: String,
            options: List<String> = emptyList(),
            variables: Map<String, String> = emptyMap(),
            program: String = GetProgram::class.java.name,
        ): String {
            val java = File(System.getProperty("java.home"), "bin/java").path
            val path = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
            val child = ProcessBuilder(listOf(java) + ChildProcess.QUICK_START + options + listOf("-cp", path, program, url))
                .redirectErrorStream(true)
            child.environment().keys.removeAll { it.endsWith("_proxy", ignoreCase = true) || it.startsWith("SSL_CERT") }
            child.environment() += variables
            return child.start().inputStream.bufferedReader().readText()
        }

        fun served(block: (String) -> Unit) =
            RawServer(corp.server().listen()) {
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { block("https://localhost:${it.port}/") }

        test("a trust store of the JVM beats an inherited variable, in trust and in distrust") {
            served {
                get(it, properties(trustStore(corp)), mapOf("SSL_CERT_FILE" to otherFile)) shouldContain "200 ok"
                get(it, properties(trustStore(other)), mapOf("SSL_CERT_FILE" to corpFile)) shouldContain
                    "an authority that is not in the trust store of this JVM (javax.net.ssl.trustStore)"
            }
        }

        test("a default context that the program has set beats both") {
            served {
                val set = ContextProgram::class.java.name
                get(
                    it,
                    listOf("-Dtest.ca=$corpFile") + properties(trustStore(other)),
                    mapOf("SSL_CERT_FILE" to otherFile),
                    set,
                ) shouldContain
                    "200 ok"
                get(it, listOf("-Dtest.ca=$otherFile"), mapOf("SSL_CERT_FILE" to corpFile), set) shouldContain
                    "TransportException"
            }
        }

        test("a trust store that is missing, or has another password, is named, and http does without it") {
            served {
                get(it, properties("/nowhere.p12")) shouldContain
                    "an authority that is not in this JVM's own trust store, which " +
                    "it uses because /nowhere.p12 (javax.net.ssl.trustStore) cannot be read."
                get(it, properties(store("empty.p12") {})) shouldContain
                    "The trust store of this JVM has no authorities; javax.net.ssl.trustStore names "
                get(it, properties(trustStore(corp), "other")) shouldContain "The trust store of this JVM cannot be opened."
            }
            RawServer {
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { get("http://127.0.0.1:${it.port}/", properties(trustStore(corp), "other")) shouldContain "200 ok" }
        }

        test("the key store of the JVM is presented to servers that ask, wherever the trust comes from") {
            val client = corp.server("CN=me", extensions = listOf(PrivateAuthority.forClients))
            val keys = store("keys.p12") {
                setKeyEntry("me", client.keys.private, PASSWORD.toCharArray(), client.chain.toTypedArray())
            }
            val options = listOf("-Djavax.net.ssl.keyStore=$keys", "-Djavax.net.ssl.keyStorePassword=$PASSWORD")
            val sessions = mutableListOf<SSLSession>()
            val server = corp.server().listen(trusting = listOf(corp.root.certificate)) { needClientAuth = true }
            RawServer(server) {
                sessions += (it as SSLSocket).session
                readHead(it)
                write(it, OK_RESPONSE)
            }.use {
                val url = "https://localhost:${it.port}/"
                get(url, options, mapOf("SSL_CERT_FILE" to corpFile)) shouldContain "200 ok"
                sessions.last().peerPrincipal.name shouldBe "CN=me"
                get(
                    url,
                    options.take(1) + "-Djavax.net.ssl.keyStorePassword=no",
                    mapOf("SSL_CERT_FILE" to corpFile),
                ) shouldContain
                    "The system property javax.net.ssl.keyStore names $keys, which cannot be opened as a key store."
            }
        }
    })

private const val PASSWORD = "changeit"
