// Tests ProxyAuthentication.
package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.github.oidcauth.internal.transport.okhttp.SelfSigned
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.util.Base64
import java.util.concurrent.CopyOnWriteArrayList
import java.util.logging.Handler
import java.util.logging.Level
import java.util.logging.LogRecord
import java.util.logging.Logger
import java.util.logging.SimpleFormatter

/** A proxy with user name and password on a real socket, in front of a server with a private certificate. */
class ProxyTunnelTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }

        fun target() =
            RawServer(certificate.listen()) {
                while (readHead(it).isNotEmpty()) write(it, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            }

        /**
         * Runs [action] with a server, a proxy before it that wants a login, and the variable that names the proxy with
         * [login].
         */
        suspend fun behind(
            login: String,
            action: suspend (ProxyClient, TestProxy, RawServer) -> Unit,
        ) = target().use { target ->
            TestProxy(mapOf("service.test:443" to target.port), "alice:pa ss@:%").use { proxy ->
                val variables = arrayOf(
                    "HTTPS_PROXY" to "http://${login}127.0.0.1:${proxy.port}",
                    "SSL_CERT_FILE" to certificate.pem.path,
                )
                action(ProxyClient(*variables), proxy, target)
            }
        }

        test("the proxy gets user name and password with its first request, and the server behind it nothing of them") {
            behind("alice:pa%20ss%40:%25@") { client, proxy, target ->
                client.post("https://service.test/token").body shouldBe "ok"
                proxy.requests shouldBe listOf("CONNECT service.test:443 HTTP/1.1")
                proxy.logins shouldBe listOf("alice:pa ss@:%")
                target.requests.flatten().filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
            }
        }

        test("a tunnel is used again for the next request") {
            behind("alice:pa%20ss%40:%25@") { client, proxy, target ->
                client.transport { List(3) { post("https://service.test/token", emptyMap()).body } } shouldBe List(3) { "ok" }
                proxy.requests.size shouldBe 1
                target.requests.size shouldBe 3
            }
        }

        test("no user name and password: the proxy's 407 is told as that, with the variable to put them into") {
            behind("") { client, proxy, target ->
                val failure = client.failure("https://service.test/token")
                failure.fault shouldBe Fault.CONNECTION_REFUSED
                failure.message shouldBe
                    "The proxy 127.0.0.1:${proxy.port} requires a user name and password (status 407). " +
                    "Set the variable HTTPS_PROXY to http://USER:PASSWORD@127.0.0.1:${proxy.port}, " +
                    "special characters percent-encoded."
                proxy.requests.size shouldBe 1
                target.connections shouldBe 0
            }
        }

        test("a wrong password: it is refused once, and repeated nowhere") {
            behind("alice:wr0ng@") { client, proxy, target ->
                val failure = client.failure("https://service.test/token")
                failure.message shouldContain "The proxy 127.0.0.1:${proxy.port} refused the user name and password (status 407)."
                failure.stackTraceToString() shouldNotContain "wr0ng"
                failure.stackTraceToString() shouldNotContain "YWxpY2U6d3Iwbmc="
                proxy.logins shouldBe listOf("alice:wr0ng")
                target.connections shouldBe 0
            }
        }

        test("nothing of user name and password is logged, at the finest level") {
            val lines = CopyOnWriteArrayList<String>()
            val handler =
                object : Handler() {
                    override fun publish(record: LogRecord) {
                        lines += SimpleFormatter().format(record)
                    }

                    override fun flush() = Unit

                    override fun close() = Unit
                }
            val loggers = listOf("", "okhttp3").map { Logger.getLogger(it) }
            val levels = loggers.map { it.level }
            loggers.forEach { it.level = Level.ALL }
            loggers.first().addHandler(handler)
            try {
                behind("alice:pa%20ss%40:%25@") { client, _, _ -> client.post("https://service.test/token").body shouldBe "ok" }
                behind("alice:wr0ng@") { client, _, _ -> client.failure("https://service.test/token") }
            } finally {
                loggers.first().removeHandler(handler)
                loggers.zip(levels).forEach { (logger, level) -> logger.level = level }
            }
            val basic = listOf("alice:pa ss@:%", "alice:wr0ng").map { Base64.getEncoder().encodeToString(it.toByteArray()) }
            val secrets = basic + listOf("pa ss@", "pa%20ss", "wr0ng")
            lines.filter { line -> secrets.any { it in line } }.shouldBeEmpty()
        }

        test("a server behind the tunnel that asks for a login as a proxy would gets none, and its response is a response") {
            val lures = listOf("Basic realm=\"corp\"", "OkHttp-Preemptive")
            lures.forEach { lure ->
                val target =
                    RawServer(certificate.listen()) {
                        readHead(it)
                        write(it, "HTTP/1.1 407 No\r\nProxy-Authenticate: $lure\r\nContent-Length: 4\r\n\r\nlure")
                        readHead(it)
                    }
                target.use {
                    TestProxy(mapOf("service.test:443" to target.port), "alice:pw").use { proxy ->
                        val variable = "https_proxy" to "http://alice:pw@127.0.0.1:${proxy.port}"
                        val response = ProxyClient(variable, "SSL_CERT_FILE" to certificate.pem.path).get("https://service.test/")
                        response.statusCode shouldBe 407
                        target.requests.size shouldBe 1
                        target.requests.flatten().filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
                    }
                }
            }
        }

        test("a server that no proxy is configured for, and that asks for a login at one, is told as that") {
            val servers = mapOf("https" to certificate.listen(), "http" to null)
            servers.forEach { (scheme, listener) ->
                val responder: RawServer.(java.net.Socket) -> Unit = {
                    readHead(it)
                    write(it, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 0\r\n\r\n")
                }
                val server = if (listener == null) RawServer(respond = responder) else RawServer(listener, responder)
                server.use {
                    // The proxy of the other scheme has a password, which is none of this server's business.
                    val other = if (scheme == "http") "https" else "http"
                    val client = ProxyClient("${other}_proxy" to "http://alice:pw@x", "SSL_CERT_FILE" to certificate.pem.path)
                    val failure = client.failure("$scheme://127.0.0.1:${it.port}/token")
                    failure.message shouldContain "$scheme://127.0.0.1:${it.port} requires a login at a proxy (status 407)"
                    failure.message shouldContain "in the variable ${scheme}_proxy"
                    it.requests.size shouldBe 1
                    it.requests.flatten().filter { line -> line.startsWith("Proxy-A", ignoreCase = true) }.shouldBeEmpty()
                }
            }
        }

        test("a certificate that is not trusted is the server's, behind a proxy too") {
            target().use { target ->
                TestProxy(mapOf("service.test:443" to target.port)).use { proxy ->
                    val failure = ProxyClient("https_proxy" to "127.0.0.1:${proxy.port}").failure("https://service.test/")
                    failure.fault shouldBe Fault.TLS
                    failure.message shouldNotContain "127.0.0.1"
                }
            }
        }

        test("a request for http goes to the proxy with its login and the whole address") {
            TestProxy(emptyMap(), "alice:pw").use { proxy ->
                listOf("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY").forEach { variable ->
                    ProxyClient(
                        variable to "http://alice:pw@127.0.0.1:${proxy.port}",
                    ).post("http://service.invalid/token").body shouldBe
                        "by proxy!"
                }
                proxy.requests.distinct() shouldBe listOf("POST http://service.invalid/token HTTP/1.1")
                proxy.logins shouldBe List(4) { "alice:pw" }
            }
        }

        test("a proxy that refuses a request for http is told as the proxy too") {
            TestProxy(emptyMap(), "alice:pw").use { proxy ->
                val name = "127.0.0.1:${proxy.port}"
                ProxyClient("http_proxy" to name).failure("http://service.invalid/").message shouldContain
                    "The proxy $name requires a user name and password (status 407). Set the variable http_proxy"
                ProxyClient("http_proxy" to "alice:no@$name").failure("http://service.invalid/").message shouldContain
                    "The proxy $name refused the user name and password (status 407)."
            }
        }

        test("a variable that another address needs stops nothing, and the one that is needed stops the request by name") {
            behind("alice:pa%20ss%40:%25@") { _, proxy, _ ->
                val client =
                    ProxyClient(
                        "https_proxy" to "http://alice:pa%20ss%40:%25@127.0.0.1:${proxy.port}",
                        "http_proxy" to "gopher://proxy",
                        "all_proxy" to "socks4://proxy",
                        "SSL_CERT_FILE" to certificate.pem.path,
                    )
                client.post("https://service.test/").body shouldBe "ok"
                shouldThrow<InvalidConfigException> { client.post("http://service.test/") }.message shouldContain
                    "variable http_proxy"
            }
        }
    })
