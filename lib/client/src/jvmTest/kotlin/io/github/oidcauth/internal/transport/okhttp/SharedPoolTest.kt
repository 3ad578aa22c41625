// Tests HttpConnections.
package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.proxy.TestProxy
import io.github.oidcauth.internal.transport.tls.CertificateWithKey
import io.github.oidcauth.internal.transport.tls.PrivateAuthority
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.File
import javax.net.ssl.SSLPeerUnverifiedException
import javax.net.ssl.SSLSocket
import kotlin.time.Duration.Companion.seconds

/**
 * All clients of the process share one pool. A connection that one of them has opened says nothing about what another one
 * trusts.
 */
class SharedPoolTest :
    FunSpec({
        val directory = tempdir()
        val corp = PrivateAuthority()
        val corpFile = corp.root.writePem(File(directory, "corp.pem"))
        val otherFile = PrivateAuthority("CN=Other Root").root.writePem(File(directory, "other.pem"))
        val certificate = corp.server("CN=me", extensions = listOf(PrivateAuthority.forClients))
        val me = CertificateWithKey(certificate.keys.private, certificate.chain)

        /** Says who the client is, on a connection that is kept. */
        fun server() =
            RawServer(corp.server().listen(trusting = listOf(corp.root.certificate)) { wantClientAuth = true }) { socket ->
                while (readRequest(socket).isNotEmpty()) {
                    val name =
                        try {
                            (socket as SSLSocket).session.peerPrincipal.name
                        } catch (_: SSLPeerUnverifiedException) {
                            "nobody"
                        }
                    write(socket, "HTTP/1.1 200 OK\r\nContent-Length: ${name.length}\r\n\r\n$name")
                }
            }

        fun client(
            settings: ConnectionSettings,
            vararg variables: Pair<String, String>,
        ) = autoClose(DefaultHttpClient.create(variables.toMap()::get, settings)).let {
            Transport(it, JvmFaultFinder, 30.seconds)
        }

        suspend fun Transport.name(
            server: RawServer,
            host: String = "localhost",
        ) = post("https://$host:${server.port}/token", emptyMap()).body

        test("a client that does not trust the server gets no connection of one that does") {
            server().use { server ->
                val trusting = client(ConnectionSettings(corpFile))
                trusting.name(server) shouldBe "nobody"
                listOf(
                    client(ConnectionSettings(otherFile)),
                    client(ConnectionSettings.NONE, "SSL_CERT_FILE" to otherFile),
                ).forEach {
                    shouldThrow<TransportException> { it.name(server) }.fault shouldBe Fault.TLS
                }
                // It was there all the time.
                trusting.name(server) shouldBe "nobody"
                server.requests.size shouldBe 2
            }
        }

        test("a client with a certificate shares no connection with one without, or with other trust") {
            server().use { server ->
                val clients = listOf(
                    client(ConnectionSettings(corpFile, me)) to "CN=me",
                    client(ConnectionSettings(corpFile)) to "nobody",
                    client(ConnectionSettings.NONE, "SSL_CERT_FILE" to corpFile) to "nobody",
                )
                repeat(2) { clients.forEach { (client, name) -> client.name(server) shouldBe name } }
                server.connections shouldBe clients.size
            }
        }

        test("the name of the host is checked for each host, whatever connection there is to its address") {
            val onlyByName = corp.server(addresses = emptyList())
            RawServer(onlyByName.listen()) { while (readRequest(it).isNotEmpty()) write(it, KEEP_ALIVE_RESPONSE) }.use { server ->
                val client = client(ConnectionSettings(corpFile))
                client.name(server) shouldBe "ok"
                val failure = shouldThrow<TransportException> { client.name(server, "127.0.0.1") }
                failure.message shouldContain "is for localhost, and not for that name"
            }
        }

        test("a client with a proxy shares no connection with one without, or with another login") {
            RawServer(corp.server(hosts = listOf("service.test")).listen()) {
                while (readRequest(it).isNotEmpty()) write(it, KEEP_ALIVE_RESPONSE)
            }.use { target ->
                TestProxy(mapOf("service.test:443" to target.port), "alice:pw").use { proxy ->
                    val variable = "https_proxy" to "http://alice:pw@127.0.0.1:${proxy.port}"
                    val wrong = "https_proxy" to "http://eve:no@127.0.0.1:${proxy.port}"
                    val url = "https://service.test/token"
                    val alice = client(ConnectionSettings(corpFile), variable)
                    alice.post(url, emptyMap()).body shouldBe "ok"
                    shouldThrow<TransportException> { client(ConnectionSettings(corpFile), wrong).post(url, emptyMap()) }
                        .message shouldContain "refused the user name and password"
                    shouldThrow<TransportException> { client(ConnectionSettings(corpFile)).post(url, emptyMap()) }
                        .fault shouldBe Fault.UNKNOWN_HOST
                    alice.post(url, emptyMap()).body shouldBe "ok"
                    proxy.logins shouldBe listOf("alice:pw", "eve:no")
                    target.requests.flatten().filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
                }
            }
        }
    })
