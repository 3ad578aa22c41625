package io.github.oidcauth.oauth2

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpsConfigurator
import com.sun.net.httpserver.HttpsExchange
import com.sun.net.httpserver.HttpsParameters
import com.sun.net.httpserver.HttpsServer
import io.github.oidcauth.internal.transport.tls.CertificateWithKey
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Socket
import java.security.KeyStore
import java.security.cert.CertificateException
import java.security.cert.X509Certificate
import java.util.concurrent.CopyOnWriteArrayList
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import javax.net.ssl.SSLEngine
import javax.net.ssl.SSLPeerUnverifiedException
import javax.net.ssl.X509ExtendedTrustManager

/**
 * An authorization server and an API behind TLS, over a socket. It binds what it hands out to the certificate of the connection,
 * and its API compares that (RFC 8705 §3).
 */
internal class MutualTlsServer(
    private val demand: Demand = Demand.NEEDED,
    private val protocol: String = "TLSv1.3",
    /** The client certificates that it takes. */
    private val known: Set<X509Certificate> = setOf(TlsIdentities.certificate("client")),
    /** Those whom it says that it trusts. */
    private val named: List<X509Certificate> = listOf(TlsIdentities.certificate("authority")),
) : AutoCloseable {
    enum class Demand { NEEDED, WANTED, NONE }

    /** A received request: the path, the form, and the thumbprint of the client's certificate. */
    class Received(
        val path: String,
        val form: String,
        val thumbprint: String?,
    )

    val received: MutableList<Received> = CopyOnWriteArrayList()

    /** The thumbprint of the certificate that the newest token is bound to. */
    @Volatile
    private var boundTo: String? = null

    private val server =
        HttpsServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0).apply {
            httpsConfigurator = Configurator()
            createContext("/") { it.use(::serve) }
            start()
        }

    val url: String = "https://localhost:${server.address.port}"

    val metadata: ServerMetadata =
        ServerMetadata {
            issuer("https://as.example")
            // Nobody is there: these are for clients without certificates.
            tokenEndpoint("https://as.invalid/token")
            introspectionEndpoint("https://as.invalid/introspect")
            member("token_endpoint_auth_methods_supported", listOf("tls_client_auth", "self_signed_tls_client_auth"))
            member(
                "mtls_endpoint_aliases",
                ServerMetadata {
                    tokenEndpoint("$url/token")
                    introspectionEndpoint("$url/introspect")
                    endSessionEndpoint("$url/logout")
                }.toJson(),
            )
            endSessionEndpoint("https://as.example/logout")
        }

    override fun close(): Unit = server.stop(0)

    private fun serve(exchange: HttpExchange) {
        val thumbprint =
            try {
                CertificateWithKey.thumbprint((exchange as HttpsExchange).sslSession.peerCertificates.first() as X509Certificate)
            } catch (_: SSLPeerUnverifiedException) {
                null
            }
        val path = exchange.requestURI.path
        received += Received(path, exchange.requestBody.readBytes().decodeToString(), thumbprint)
        when (path) {
            "/token" -> {
                boundTo = thumbprint
                exchange.respond(200, """{"access_token":"at","token_type":"Bearer","expires_in":60}""")
            }

            "/introspect" -> {
                exchange.respond(200, """{"active":true,"cnf":{"x5t#S256":"$boundTo"}}""")
            }

            else -> {
                val isTheirs = thumbprint != null && thumbprint == boundTo
                if (!isTheirs) exchange.responseHeaders.add("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                exchange.respond(if (isTheirs) 200 else 401, "{}")
            }
        }
    }

    private fun HttpExchange.respond(
        status: Int,
        body: String,
    ) {
        responseHeaders.add("Content-Type", "application/json")
        val octets = body.encodeToByteArray()
        sendResponseHeaders(status, octets.size.toLong())
        responseBody.write(octets)
    }

    private inner class Configurator : HttpsConfigurator(context()) {
        override fun configure(parameters: HttpsParameters) {
            val tls = sslContext.defaultSSLParameters
            tls.protocols = arrayOf(protocol)
            when (demand) {
                Demand.NEEDED -> {
                    tls.needClientAuth = true
                }

                Demand.WANTED -> {
                    tls.wantClientAuth = true
                }

                Demand.NONE -> {}
            }
            parameters.setSSLParameters(tls)
        }
    }

    private fun context(): SSLContext {
        val password = TlsIdentities.PASSWORD.toCharArray()
        val own =
            KeyStore.getInstance("PKCS12").apply {
                load(null, null)
                setKeyEntry("server", TlsIdentities.key("server"), password, TlsIdentities.store.getCertificateChain("server"))
            }
        val keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm()).apply { init(own, password) }
        return SSLContext.getInstance("TLS").apply { init(keys.keyManagers, arrayOf(KnownClients()), null) }
    }

    /** A registration in place of an authority, as RFC 8705 §2.2 has it. */
    private inner class KnownClients : X509ExtendedTrustManager() {
        override fun checkClientTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
        ) {
            if (chain.first() !in known) throw CertificateException("unknown client")
        }

        override fun checkClientTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
            socket: Socket,
        ): Unit = checkClientTrusted(chain, authType)

        override fun checkClientTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
            engine: SSLEngine,
        ): Unit = checkClientTrusted(chain, authType)

        override fun checkServerTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
        ): Unit = throw CertificateException()

        override fun checkServerTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
            socket: Socket,
        ): Unit = throw CertificateException()

        override fun checkServerTrusted(
            chain: Array<out X509Certificate>,
            authType: String,
            engine: SSLEngine,
        ): Unit = throw CertificateException()

        override fun getAcceptedIssuers(): Array<X509Certificate> = named.toTypedArray()
    }
}
