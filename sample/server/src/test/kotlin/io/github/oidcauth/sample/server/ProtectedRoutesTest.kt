package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.time.Duration

class ProtectedRoutesTest :
    FunSpec({
        val server = SampleServer.start()
        val other = SampleServer.start()
        afterSpec { listOf(server, other).forEach { it.close() } }

        for (mode in Mode.entries) {
            val client = PlainClient(mode.base(server))

            test("$mode: the API and userinfo want a token") {
                for (path in listOf("/api/me", "/auth/v2/userinfo")) {
                    for (header in listOf(null, "Bearer", "Basic YTpi")) {
                        val response = client.get(path, header)
                        response.status shouldBe 401
                        response.body shouldBe """{"detail":"Not authenticated"}"""
                        response.header("WWW-Authenticate") shouldBe "Bearer"
                    }
                }
            }

            test("$mode: a token that was tampered with, and one of another server, open nothing") {
                val token = client.deviceToken()["access_token"]
                val foreign = PlainClient(mode.base(other)).deviceToken()["access_token"]
                for (bad in listOf(token.substringBeforeLast('.') + ".AAAA", foreign, "nonsense", "a.b.c")) {
                    val response = client.get("/api/me", "Bearer $bad")
                    response.status shouldBe 401
                    response.header("WWW-Authenticate") shouldBe "Bearer error=\"invalid_token\""
                    client.get("/auth/v2/userinfo", "Bearer $bad").status shouldBe 401
                }
            }
        }

        test("passthrough: userinfo tells the names of the user") {
            val client = PlainClient(server.url)
            client.get("/auth/v2/userinfo", "Bearer ${client.deviceToken()["access_token"]}").body shouldBe
                """{"username":"alice","last_name":"Liddell","first_name":"Alice",""" +
                """"pw_name":"alice","email":"alice@example.com"}"""
        }

        test("broker: userinfo knows no more than the broker's token says") {
            val client = PlainClient(server.brokerUrl)
            client.get("/auth/v2/userinfo", "Bearer ${client.deviceToken()["access_token"]}").body shouldBe
                """{"username":"alice","last_name":"","first_name":"","pw_name":"alice","email":"alice@example.com"}"""
        }

        test("the provider's own userinfo endpoint responds after a device login") {
            val token = PlainClient(server.url).deviceToken()["access_token"]
            PlainClient(server.url).get("/userinfo", "Bearer $token")["preferred_username"] shouldBe "alice"
        }

        test("an access token that has run out opens nothing") {
            SampleServer.start(Settings(accessTokenLifetime = Duration.ofSeconds(1))).use { shortLived ->
                val client = PlainClient(shortLived.url)
                val token = client.deviceToken()["access_token"]

                val refused = untilDeadline(generateSequence { client.get("/api/me", "Bearer $token") }) { it.status != 200 }

                refused.status shouldBe 401
                refused.body shouldBe """{"detail":"Invalid token"}"""
            }
        }

        test("a token without the scopes of the application opens nothing") {
            val client = PlainClient(server.url)
            LoopbackListener().use { listener ->
                val redirectUri = listener.redirectUri("localhost")
                ScriptedVisitor().signIn("${server.url}/auth/v2/login?redirect_uri=$redirectUri&scope=email")
                val token = client.get("/auth/v2/callback?${listener.heard.single().rawQuery}")["access_token"]

                val response = client.get("/auth/v2/userinfo", "Bearer $token")

                response.status shouldBe 403
                response.body shouldBe """{"detail":"Token missing required scopes: profile"}"""
            }
        }
    })
