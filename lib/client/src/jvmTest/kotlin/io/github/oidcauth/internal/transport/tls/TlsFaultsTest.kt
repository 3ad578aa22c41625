// Tests CertificateMessages, CertificateRequestObserver, LazySslSocketFactory and TlsMessages.
package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.github.oidcauth.internal.transport.okhttp.ConnectionSettings
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.github.oidcauth.internal.transport.okhttp.OK_RESPONSE
import io.github.oidcauth.internal.transport.okhttp.OkHttpCallEngine
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.ints.shouldBeLessThanOrEqual
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.HttpClient
import okhttp3.OkHttpClient
import java.io.File
import java.net.ServerSocket
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneOffset
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLServerSocket
import kotlin.time.Duration.Companion.seconds

/** Each way in which no secure connection comes about, with real servers: what is said, and what to do. */
class TlsFaultsTest :
    FunSpec({
        val directory = tempdir()
        val corp = PrivateAuthority()
        val caFile = corp.root.writePem(File(directory, "corp.pem"))

        fun served(listener: ServerSocket) =
            RawServer(listener) {
                readHead(it)
                write(it, OK_RESPONSE)
            }

        suspend fun get(
            url: String,
            ca: String? = caFile,
            variables: Map<String, String> = emptyMap(),
        ): RawResponse =
            DefaultHttpClient.create(Environment(variables::get), ConnectionSettings(caFile = ca)).use {
                Transport(it, JvmFaultFinder, 30.seconds).get(url)
            }

        suspend fun post(url: String): RawResponse =
            DefaultHttpClient.create(Environment { null }, ConnectionSettings(caFile)).use {
                Transport(it, JvmFaultFinder, 30.seconds).post(url, emptyMap())
            }

        suspend fun failure(
            server: RawServer,
            ca: String? = caFile,
            variables: Map<String, String> = emptyMap(),
            host: String = "localhost",
        ): String {
            val origin = "https://$host:${server.port}"
            val fault = shouldThrow<TransportException> { get("$origin/token?secret=x", ca, variables) }
            return withClue(fault.stackTraceToString()) {
                fault.fault shouldBe Fault.TLS
                fault.message shouldContain origin
                fault.message shouldNotContain "secret"
                fault.message.split(Regex("\\. ")).size shouldBeLessThanOrEqual 3
                fault.message.replace(origin, "HERE")
            }
        }

        suspend fun failure(
            identity: Identity,
            ca: String? = caFile,
            variables: Map<String, String> = emptyMap(),
            configure: SSLServerSocket.() -> Unit = {},
        ): String = served(identity.listen(configure = configure)).use { failure(it, ca, variables) }

        fun day(at: Instant) = LocalDate.ofInstant(at, ZoneOffset.UTC)

        test("a server of the authority in the file is trusted, by name and by address") {
            served(corp.server().listen()).use {
                get("https://localhost:${it.port}/").body shouldBe "ok"
                get("https://127.0.0.1:${it.port}/").body shouldBe "ok"
            }
        }

        test("a port without TLS") {
            RawServer { write(it, "HTTP/1.1 400 Bad Request\r\n\r\n") }.use {
                failure(it) shouldBe
                    "HERE does not speak TLS. Check the port, and whether http:// is meant or a proxy responds in its place."
            }
        }

        test("an unknown issuer is named, with the place where it is missing") {
            val other = PrivateAuthority("CN=Other Root").root.writePem(File(directory, "other.pem"))
            val server = corp.server()
            failure(server, ca = other) shouldBe
                "The certificate of HERE is from CN=Corp Root, O=Example, an authority that is not in the CA file $other. " +
                "If it is your organization's, name a file that has its certificate."
            failure(server, ca = null) shouldBe
                "The certificate of HERE is from CN=Corp Root, O=Example, an authority that is not in the trust store of this " +
                "Java or of this machine. If it is your organization's, name the file of its certificate with --ca-file, " +
                "SSL_CERT_FILE or the setting caFile."
            failure(server, ca = null, variables = mapOf("SSL_CERT_FILE" to other)) shouldContain "not in SSL_CERT_FILE ($other)."
            val folder = File(directory, "folder").apply { mkdir() }.also { File(other).copyTo(File(it, "a.pem")) }.path
            failure(server, ca = null, variables = mapOf("SSL_CERT_DIR" to folder)) shouldContain "not in SSL_CERT_DIR ($folder)."
        }

        test("a certificate that is self-signed") {
            failure(PrivateAuthority.selfSigned("CN=box")) shouldContain
                "The certificate of HERE (CN=box) is self-signed, and is not in the CA file $caFile."
        }

        test("an expired certificate, and one that is not valid yet") {
            val now = Instant.now()
            val end = now - Duration.ofDays(3)
            failure(corp.server(until = end)) shouldBe
                "The certificate of HERE expired on ${day(end)}, and this machine's clock says ${day(now)}. " +
                "If the clock is right, the certificate has to be renewed."
            val start = now + Duration.ofDays(3)
            failure(corp.server(from = start)) shouldBe
                "The certificate of HERE is valid from ${day(start)} on, and this machine's clock says ${day(now)}. " +
                "Check the clock."
        }

        test("a certificate for other hosts") {
            failure(corp.server(hosts = listOf("a.example", "b.example"), addresses = emptyList())) shouldBe
                "The certificate of HERE is for a.example, b.example, and not for that name. Use a name that it is for, or " +
                "check that no proxy responds in the server's place."
            failure(corp.server(hosts = (1..5).map { "h$it.example" }, addresses = emptyList())) shouldContain
                "is for h1.example, h2.example, h3.example and 2 more, and"
            failure(corp.server(hosts = emptyList(), addresses = emptyList())) shouldContain "is for no host name at all"
            // The JDK takes the old way of naming a host for good, OkHttp does not.
            failure(corp.server("CN=localhost", emptyList(), emptyList())) shouldContain
                "The certificate of HERE is not for that name."
        }

        test("a certificate that is for clients alone") {
            failure(corp.server(extensions = listOf(PrivateAuthority.forClients))) shouldContain "is not valid for a server"
        }

        listOf("TLSv1.2", "TLSv1.3").forEach { version ->
            test("a server that wants a client certificate, by $version") {
                val server = corp.server().listen {
                    needClientAuth = true
                    enabledProtocols = arrayOf(version)
                }
                served(server).use {
                    val fault = shouldThrow<TransportException> { get("https://localhost:${it.port}/") }
                    // Its alert may be lost on the way.
                    fault.fault shouldBeIn setOf(Fault.TLS, Fault.CONNECTION_LOST)
                    fault.message shouldContain Regex("https://localhost:${it.port} (requires|asked for) a client certificate")
                    fault.message shouldContain "set clientCertificate in the ClientConfig, or javax.net.ssl.keyStore of the JVM."
                }
            }

            test("a server that would like a client certificate and breaks off later, by $version, has maybe acted") {
                val server = corp.server().listen {
                    wantClientAuth = true
                    enabledProtocols = arrayOf(version)
                }
                RawServer(server) { readHead(it) }.use {
                    val fault = shouldThrow<TransportException> { post("https://localhost:${it.port}/") }
                    fault.fault shouldBe Fault.CONNECTION_LOST
                    fault.message shouldContain "asked for a client certificate, and closed the connection. If it needs one,"
                }
            }
        }

        test("a connection that breaks without such a question is told as before") {
            RawServer(corp.server().listen()) { readHead(it) }.use {
                shouldThrow<TransportException> { get("https://localhost:${it.port}/") }.message shouldContain
                    "broke before the response was complete"
            }
        }

        test("a server that speaks old versions of TLS alone") {
            RawServer {
                // A fatal alert `protocol_version` (RFC 8446 §6), which is what such a server sends.
                it.getOutputStream().write(byteArrayOf(0x15, 3, 1, 0, 2, 2, 70))
                it.getOutputStream().flush()
                it.getInputStream().readAllBytes()
            }.use { failure(it) shouldContain "have no version of TLS or no cipher in common" }
        }

        test("a server without a cipher that this side knows") {
            failure(corp.server()) {
                enabledProtocols = arrayOf("TLSv1.2")
                // For keys of another kind than the server's.
                enabledCipherSuites = arrayOf("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
            } shouldContain
                "HERE refused the handshake. It has no cipher in common with this Java, or requires a client certificate."
        }

        test("an alert that fits nothing is named") {
            RawServer {
                it.getOutputStream().write(byteArrayOf(0x15, 3, 3, 0, 2, 2, 80))
                it.getOutputStream().flush()
                it.getInputStream().readAllBytes()
            }.use { failure(it) shouldContain "The server ended the TLS handshake with the alert internal_error." }
        }

        test("a hostile issuer gets no control character into message or trace") {
            val hostile = PrivateAuthority("CN=\"\u001b]0;evil\u0007\", O=\"a\nb\"")
            val server = served(hostile.server(subject = "CN=\"\u001b[2J\"", hosts = listOf("x\u001b[31m.example")).listen())
            server.use {
                val fault = shouldThrow<TransportException> { get("https://localhost:${it.port}/") }
                fault.message shouldContain "evil"
                fault.stackTraceToString().filter { c -> c.isISOControl() }.toSet() shouldBe setOf('\n', '\t')
            }
        }

        test("names from a server in exceptions of the program's own client are not repeated") {
            val server = served(corp.server("CN=\"\u001b[2J\"", listOf("x\u001b[31m.example"), emptyList()).listen())
            val own = OkHttpClient.Builder()
                .sslSocketFactory(
                    SSLContext.getInstance("TLS").apply {
                        init(null, arrayOf(TrustedCertificates.manager(listOf(corp.root.certificate))), null)
                    }.socketFactory,
                    TrustedCertificates.manager(listOf(corp.root.certificate)),
                ).build()
            val client = HttpClient(OkHttpCallEngine.Factory(own))
            server.use {
                val fault = shouldThrow<TransportException> {
                    Transport(client, JvmFaultFinder, 30.seconds).get("https://localhost:${it.port}/")
                }
                fault.fault shouldBe Fault.TLS
                fault.message shouldContain "is not for that name"
                fault.stackTraceToString().filter { c -> c.isISOControl() }.toSet() shouldBe setOf('\n', '\t')
            }
        }

        test("a file that cannot be used is refused by https requests alone, and taken once it is there") {
            val late = File(directory, "late.pem")
            DefaultHttpClient.create(Environment { null }, ConnectionSettings(caFile = late.path)).use { client ->
                val transport = Transport(client, JvmFaultFinder, 30.seconds)
                served(corp.server().listen()).use {
                    shouldThrow<InvalidConfigException> { transport.get("https://localhost:${it.port}/") }
                    corp.root.writePem(late)
                    transport.get("https://localhost:${it.port}/").body shouldBe "ok"
                }
            }
        }

        test("SSL_CERT_DIR is enough, and a file that was named for these requests comes before the variables") {
            val folder = File(directory, "hashed").apply { mkdir() }.also { File(caFile).copyTo(File(it, "4a6481c9.0")) }.path
            served(corp.server().listen()).use {
                val url = "https://localhost:${it.port}/"
                get(url, ca = null, variables = mapOf("SSL_CERT_DIR" to folder)).body shouldBe "ok"
                get(url, variables = mapOf("SSL_CERT_FILE" to "/nowhere.pem")).body shouldBe "ok"
            }
        }
    })
