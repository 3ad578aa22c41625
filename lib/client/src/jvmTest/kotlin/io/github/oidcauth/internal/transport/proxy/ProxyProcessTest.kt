package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.internal.transport.okhttp.GetProgram
import io.github.oidcauth.internal.transport.okhttp.OK_RESPONSE
import io.github.oidcauth.internal.transport.okhttp.RawServer
import io.github.oidcauth.internal.transport.okhttp.SelfSigned
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.net.ServerSocket

/** Variables, properties, selector and authenticator in a separate JVM. No flag is needed. */
class ProxyProcessTest :
    FunSpec({
        val certificate by lazy { SelfSigned(tempdir()) }

        suspend fun behindProxy(action: suspend (proxy: TestProxy, trust: Pair<String, String>) -> Unit) =
            RawServer(certificate.listen()) {
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { target ->
                TestProxy(mapOf("service.test:443" to target.port), "alice:pa ss").use { proxy ->
                    action(proxy, "SSL_CERT_FILE" to certificate.pem.path)
                    target.requests.flatten().filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
                }
            }

        /** Nobody listens here, so that who uses it fails. */
        val nobody = ServerSocket(0).use { "http://127.0.0.1:${it.localPort}" }
        val url = "https://service.test/"

        test("a variable with user name and password, and nothing else") {
            behindProxy { proxy, trust ->
                val variables = mapOf(trust, "HTTPS_PROXY" to "http://alice:pa%20ss@127.0.0.1:${proxy.port}")
                GetProgram.run(url, variables) shouldBe "200 ok"
                proxy.logins shouldBe listOf("alice:pa ss")
            }
        }

        test("properties of the JVM go before variables, with user name and password beside them") {
            behindProxy { proxy, trust ->
                val place = arrayOf("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=${proxy.port}")
                val login = arrayOf("-Dhttps.proxyUser=alice", "-Dhttps.proxyPassword=pa ss")
                val variables = mapOf(trust, "https_proxy" to nobody)
                GetProgram.run(url, variables, *place, *login) shouldBe "200 ok"
                GetProgram.run(url, variables, *place) shouldContain "-Dhttps.proxyUser and -Dhttps.proxyPassword"
                GetProgram.run(url, variables, *place, "-Dhttps.proxyUser=eve") shouldContain "Correct -Dhttps.proxyUser"
            }
        }

        test("properties for https say nothing about http, and their exceptions lead to no variable") {
            behindProxy { proxy, trust ->
                val place = arrayOf("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1")
                val variables = mapOf(
                    trust,
                    "http_proxy" to "http://alice:pa%20ss@127.0.0.1:${proxy.port}",
                    "https_proxy" to nobody,
                )
                GetProgram.run("http://service.invalid/", variables, *place) shouldBe "200 by proxy!"
                GetProgram.run(
                    "https://a.service.invalid/",
                    variables,
                    *place,
                    "-Dhttp.nonProxyHosts=other|*.service.invalid",
                ) shouldContain
                    "The host name of https://a.service.invalid could not be found."
            }
        }

        test("socksProxyHost is for https and http, and names are the proxy's to look up") {
            RawServer {
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { target ->
                TestSocksProxy(mapOf("service.invalid:80" to target.port)).use { proxy ->
                    val properties = arrayOf("-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=${proxy.port}")
                    GetProgram.run("http://service.invalid/", mapOf("http_proxy" to nobody), *properties) shouldBe "200 ok"
                    GetProgram.run("https://idp.invalid/", emptyMap(), *properties) shouldContain
                        "did not connect to idp.invalid:443"
                }
            }
        }

        test("the selector of the program goes before all, and its authenticator knows the login") {
            behindProxy { proxy, trust ->
                val properties = arrayOf("-Dselector=${proxy.port}", "-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1")
                val variables = mapOf(trust, "https_proxy" to nobody)
                GetProgram.run(url, variables, *properties, "-Dauthenticator=alice:pa ss") shouldBe "200 ok"
                proxy.logins shouldBe listOf(null, "alice:pa ss")
                GetProgram.run(url, variables, *properties) shouldContain "java.net.Authenticator"
                GetProgram.run(url, variables, *properties, "-Dauthenticator=alice:no") shouldContain "Authenticator returns"
                GetProgram.run("http://service.invalid/", variables, *properties, "-Dauthenticator=alice:pa ss") shouldBe
                    "200 by proxy!"
            }
        }

        test("the authenticator of the program is asked for a proxy of a variable that has no user name") {
            behindProxy { proxy, trust ->
                val variables = mapOf(trust, "https_proxy" to "127.0.0.1:${proxy.port}")
                GetProgram.run(url, variables, "-Dauthenticator=alice:pa ss") shouldBe "200 ok"
            }
        }

        test("the authenticator of the program is not asked for a server behind the proxy that pretends to be one") {
            RawServer(certificate.listen()) {
                readHead(it)
                write(it, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"corp\"\r\nContent-Length: 4\r\n\r\nlure")
                readHead(it)
            }.use { target ->
                TestProxy(mapOf("service.test:443" to target.port)).use { proxy ->
                    val variables = mapOf("https_proxy" to "127.0.0.1:${proxy.port}", "SSL_CERT_FILE" to certificate.pem.path)
                    GetProgram.run(url, variables, "-Dauthenticator=alice:pa ss") shouldBe "407 lure"
                    target.requests.flatten().filter { it.startsWith("Proxy-", ignoreCase = true) }.shouldBeEmpty()
                }
            }
        }

        test("where the operating system names no proxy, the variables do") {
            behindProxy { proxy, trust ->
                val variables = mapOf(trust, "https_proxy" to "http://alice:pa%20ss@127.0.0.1:${proxy.port}")
                GetProgram.run(url, variables, "-Djava.net.useSystemProxies=true") shouldBe "200 ok"
            }
        }
    })
