package io.github.oidcauth.sample.server

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.net.BindException
import java.net.ConnectException
import java.net.URI

class SampleServerTest :
    FunSpec({
        test("requests are noted in the order of arrival, without anything secret") {
            SampleServer.start().use { server ->
                val client = PlainClient(server.url)
                client.post("/auth/v2/device")
                client.get("/api/me?token=secret", "Bearer secret")

                server.requests.map { it.toString() } shouldContainExactly
                    listOf(
                        "POST /auth/v2/device 200",
                        "GET /.well-known/openid-configuration 200",
                        "POST /oauth2/device_authorization 200",
                        "GET /api/me 401",
                    )
            }
        }

        test("a request is noted by the time its response is read") {
            SampleServer.start().use { server ->
                repeat(50) {
                    PlainClient(server.url).get("/api/me")
                    server.requests.size shouldBe it + 1
                }
            }
        }

        test("servers run side by side, each with keys of its own") {
            SampleServer.start().use { one ->
                SampleServer.start().use { two ->
                    val keys = listOf(one, two).map { PlainClient(it.url).get("/oauth2/jwks").body }
                    (keys[0] == keys[1]) shouldBe false
                }
            }
        }

        test("a closed server does not listen, and can be closed again") {
            val server = SampleServer.start()
            server.close()
            server.close()
            shouldThrow<ConnectException> { PlainClient(server.url).get("/") }
        }

        test("a port that is taken is named as the reason") {
            SampleServer.start().use { server ->
                shouldThrow<BindException> { SampleServer.start(Settings(port = URI(server.url).port)) }
            }
        }
    })
