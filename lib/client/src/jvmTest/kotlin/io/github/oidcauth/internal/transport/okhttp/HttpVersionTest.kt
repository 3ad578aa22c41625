package io.github.oidcauth.internal.transport.okhttp

import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.internal.transport.JvmFaultFinder
import io.github.oidcauth.internal.transport.Transport
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldEndWith
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.request.get
import io.ktor.client.statement.bodyAsText
import io.ktor.http.URLProtocol
import kotlinx.coroutines.job
import kotlinx.coroutines.withTimeout
import javax.net.ssl.SSLSocket
import kotlin.time.Duration.Companion.seconds

/** Servers that do not know `Upgrade: h2c` drop the body of the request that has it: uvicorn with httptools, Node's `ws`. */
class HttpVersionTest :
    FunSpec({
        suspend fun HttpClient.posted(url: String): RawResponse =
            Transport(this, JvmFaultFinder, 30.seconds).post(url, mapOf("refresh_token" to "a"))

        suspend fun HttpClient.got(url: String): RawResponse = Transport(this, JvmFaultFinder, 30.seconds).get(url)

        mapOf<String, suspend HttpClient.(String) -> RawResponse>(
            "GET" to {
                got(it)
            },
            "POST" to { posted(it) },
        ).forEach { (method, send) ->
            test("a $method over http asks for no other version of HTTP") {
                RawServer {
                    readHead(it)
                    write(it, OK_RESPONSE)
                }.use { server ->
                    DefaultHttpClient.create { null }.use { it.send("http://127.0.0.1:${server.port}/").body shouldBe "ok" }
                    server.requests.single().first() shouldEndWith " HTTP/1.1"
                    server.requests.single().filter { it.isUpgrade() }.shouldBeEmpty()
                }
            }

            test("a $method over http through a proxy asks for none either") {
                RawServer {
                    readHead(it)
                    write(it, OK_RESPONSE)
                }.use { proxy ->
                    val variables = mapOf("http_proxy" to "http://127.0.0.1:${proxy.port}")
                    DefaultHttpClient.create(variables::get).use { it.send("http://service.invalid/").body shouldBe "ok" }
                    proxy.requests.single().filter { it.isUpgrade() }.shouldBeEmpty()
                }
            }
        }

        test("over https HTTP/2 is offered in the handshake, and HTTP/1.1 spoken with a server that does not take it") {
            val certificate = SelfSigned(tempdir())
            val offered = mutableListOf<List<String>>()
            RawServer(certificate.listen()) {
                (it as SSLSocket).setHandshakeApplicationProtocolSelector { _, protocols ->
                    offered += protocols
                    "http/1.1"
                }
                readHead(it)
                write(it, OK_RESPONSE)
            }.use { server ->
                DefaultHttpClient.create(mapOf("SSL_CERT_FILE" to certificate.pem.path)::get).use {
                    it.posted("https://127.0.0.1:${server.port}/").body shouldBe "ok"
                }
                offered.single() shouldBe listOf("h2", "http/1.1")
                server.requests.single().filter { it.isUpgrade() }.shouldBeEmpty()
            }
        }
    })

private fun String.isUpgrade() = startsWith("upgrade", ignoreCase = true) || startsWith("http2-settings", ignoreCase = true)
