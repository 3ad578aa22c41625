package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.assembly.Clients
import io.github.oidcauth.internal.assembly.HttpClients
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.transport.okhttp.DefaultHttpClient
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldStartWith
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine

/** RFC 8705 with real sockets, handshakes and certificates. */
class MutualTlsTest :
    FunSpec({
        val environment = Environment { if (it == "SSL_CERT_FILE") TlsIdentities.authorityFile else null }
        val clients = Clients(environment)

        fun MutualTlsServer.client(
            name: String?,
            using: Clients = clients,
            configure: ClientConfig.Builder.() -> Unit = {},
        ) = OAuth2Client(
            using.client(
                metadata,
                ClientConfig("my-client") {
                    clientCertificate = name?.let(TlsIdentities::client)
                    configure()
                },
            ),
        )

        fun knowing(name: String) = MutualTlsServer(known = setOf(TlsIdentities.certificate(name)))

        listOf("TLSv1.3", "TLSv1.2").forEach { protocol ->
            test("with $protocol the certificate is shown at the address for it, and nothing else proves who the client is") {
                MutualTlsServer(protocol = protocol).use { server ->
                    val client = server.client("client") { authentication = TlsClientAuth }

                    client.token(ClientCredentialsGrant()).accessToken shouldBe "at"

                    val request = server.received.single()
                    request.path shouldBe "/token"
                    request.form shouldBe "grant_type=client_credentials&client_id=my-client"
                    request.thumbprint shouldBe TlsIdentities.client("client").thumbprint
                }
            }
        }

        listOf("client", "self-EC", "self-RSA", "self-RSASSA-PSS", "self-Ed25519").forEach { name ->
            test("a token is bound to the certificate $name, as introspection says, and the API takes it from its owner alone") {
                knowing(name).use { server ->
                    val client = server.client(name)
                    val token = client.token(ClientCredentialsGrant())

                    val confirmation = client.introspect(token.accessToken).confirmation.shouldNotBeNull()
                    confirmation.matches(TlsIdentities.client(name)) shouldBe true
                    confirmation.matches(TlsIdentities.client(if (name == "client") "self-EC" else "client")) shouldBe false
                    client.request(token, ProtectedRequest("${server.url}/api")).statusCode shouldBe 200
                }
            }
        }

        test("a stolen token is no use with another certificate") {
            val both = setOf(TlsIdentities.certificate("client"), TlsIdentities.certificate("self-EC"))
            MutualTlsServer(known = both).use { server ->
                val token = server.client("client").token(ClientCredentialsGrant())

                val response = server.client("self-EC").request(token, ProtectedRequest("${server.url}/api"))

                shouldThrow<InvalidTokenException> { response.orThrow() }
            }
        }

        // The server closes the connection, with or without a word about why that arrives before the end.
        val faults = setOf(Fault.TLS, Fault.CONNECTION_LOST)

        listOf("TLSv1.3", "TLSv1.2").forEach { protocol ->
            test("with $protocol a client without a certificate is not let in") {
                MutualTlsServer(protocol = protocol).use { server ->
                    val client = server.client(null)
                    val refusal =
                        shouldThrow<TransportException> { client.request(Token("at"), ProtectedRequest("${server.url}/api")) }
                    refusal.fault shouldBeIn faults
                    server.received.shouldBeEmpty()
                }
            }

            test("with $protocol a certificate that the server does not know is not let in") {
                MutualTlsServer(protocol = protocol).use { server ->
                    shouldThrow<TransportException> { server.client("self-EC").token(ClientCredentialsGrant()) }
                        .fault shouldBeIn faults
                    server.received.shouldBeEmpty()
                }
            }
        }

        test("a self-signed certificate is shown whichever authorities the server names, or none") {
            val known = setOf(TlsIdentities.certificate("self-EC"))
            listOf(listOf(TlsIdentities.certificate("authority")), emptyList()).forEach { named ->
                MutualTlsServer(known = known, named = named).use { server ->
                    server.client("self-EC") { authentication = SelfSignedTlsClientAuth }.token(ClientCredentialsGrant())
                    server.received.single().thumbprint shouldBe TlsIdentities.client("self-EC").thumbprint
                }
            }
        }

        test("the certificate is shown to those who would like one, and not to those who do not ask") {
            MutualTlsServer(MutualTlsServer.Demand.WANTED).use { server ->
                server.client("client").token(ClientCredentialsGrant())
                server.received.single().thumbprint shouldBe TlsIdentities.client("client").thumbprint
            }
            MutualTlsServer(MutualTlsServer.Demand.NONE).use { server ->
                server.client("client").token(ClientCredentialsGrant())
                server.received.single().thumbprint.shouldBeNull()
            }
        }

        test("the server's certificate is validated all the same") {
            MutualTlsServer().use { server ->
                val distrustful = Clients(Environment { null })
                shouldThrow<TransportException> { server.client("client", distrustful).token(ClientCredentialsGrant()) }
                    .fault shouldBe Fault.TLS
                server.received.shouldBeEmpty()
            }
        }

        test("connections are shared by those who show the same certificate, and by nobody else") {
            val made = mutableListOf<ClientCertificate?>()
            val using =
                Clients(
                    environment,
                    httpClients = HttpClients(environment) { variables, tls ->
                        made += tls.certificate
                        DefaultHttpClient.create(variables, tls)
                    },
                )
            val both = setOf(TlsIdentities.certificate("client"), TlsIdentities.certificate("self-EC"))
            MutualTlsServer(known = both).use { server ->
                listOf("client", "self-EC", "client", "self-EC").forEach {
                    server.client(it, using).token(ClientCredentialsGrant())
                }
                made shouldBe listOf(TlsIdentities.client("client"), TlsIdentities.client("self-EC"))
                server.received.map { it.thumbprint } shouldBe (made + made).map { it?.thumbprint }
            }
        }

        test("a kept connection of those who trust the server is no use to those who do not") {
            MutualTlsServer().use { server ->
                server.client("client").token(ClientCredentialsGrant())
                val distrustful = Clients(Environment { null })
                shouldThrow<TransportException> { server.client("client", distrustful).token(ClientCredentialsGrant()) }
                    .fault shouldBe Fault.TLS
                server.client("client").token(ClientCredentialsGrant())
                server.received shouldHaveSize 2
            }
        }

        test("many certificates, as short-lived ones are, do not keep as many clients") {
            val made = mutableListOf<HttpClient>()
            val using =
                Clients(
                    environment,
                    httpClients = HttpClients(environment) { variables, tls ->
                        DefaultHttpClient.create(variables, tls).also { made += it }
                    },
                )
            val certificates = (1..17).map { NamedCertificate("c$it") }
            MutualTlsServer(MutualTlsServer.Demand.NONE).use { server ->
                suspend fun ask(certificate: ClientCertificate) =
                    using.client(server.metadata, ClientConfig("me") { clientCertificate = certificate })
                        .tokens.token(ClientCredentialsGrant())

                certificates.take(16).forEach { ask(it) }
                ask(certificates[0])
                made shouldHaveSize 16
                ask(certificates[16])
                ask(certificates[0])
                made shouldHaveSize 17
                ask(certificates[1])
                made shouldHaveSize 18
            }
        }

        test("the addresses for certificates are not for browsers") {
            MutualTlsServer().use { server ->
                server.client("client").logoutRequest().url shouldStartWith "https://as.example/logout"
            }
        }

        test("the server's offer decides between the two methods when none is set, and a secret goes before both") {
            fun choice(
                vararg offered: String,
                configure: ClientConfig.Builder.() -> Unit = {},
            ): ClientAuthentication {
                val metadata = ServerMetadata { member("token_endpoint_auth_methods_supported", offered.toList()) }
                val config =
                    ClientConfig("me") {
                        clientCertificate = TlsIdentities.client("client")
                        configure()
                    }
                return clients.client(metadata, config).authentication
            }

            choice("self_signed_tls_client_auth", "tls_client_auth") shouldBe TlsClientAuth
            choice("self_signed_tls_client_auth") shouldBe SelfSignedTlsClientAuth
            choice("client_secret_basic") shouldBe NoClientAuthentication
            choice("client_secret_basic", "tls_client_auth") { clientSecret = "s" } shouldBe ClientSecretBasic("s")
        }

        test("to authenticate by certificate needs one, unless the caller's own HTTP client has it") {
            listOf(TlsClientAuth, SelfSignedTlsClientAuth).forEach { method ->
                shouldThrow<InvalidConfigException> { ClientConfig("me") { authentication = method } }
                HttpClient(MockEngine { error("No request is sent.") }).use { own ->
                    val config =
                        ClientConfig("me") {
                            authentication = method
                            httpClient = own
                        }
                    config.authentication shouldBe method
                    shouldThrow<InvalidConfigException> {
                        config.newBuilder().clientCertificate(TlsIdentities.client("client")).build()
                    }
                }
            }
        }
    })

/** Shown to nobody. */
private class NamedCertificate(
    override val thumbprint: String,
) : ClientCertificate()
