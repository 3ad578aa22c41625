package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.time.Duration
import java.time.Instant

class RefreshTest :
    FunSpec({
        val server = SampleServer.start(Settings(refreshTokenLifetime = Duration.ofMinutes(30)))
        val constant = SampleServer.start(Settings(rotateRefreshTokens = false))
        afterSpec { listOf(server, constant).forEach { it.close() } }

        test("passthrough: a refresh gives new tokens and ends the old refresh token") {
            val client = PlainClient(server.url)
            val first = client.deviceToken()

            val second = client.token("refresh-token" to first["refresh_token"])

            second.status shouldBe 200
            second["refresh_token"] shouldNotBe first["refresh_token"]
            client.get("/api/me", "Bearer ${second["access_token"]}").status shouldBe 200
            client.token("refresh-token" to first["refresh_token"]).upstreamError shouldBe "invalid_grant"
        }

        test("passthrough: without rotation the refresh token stays") {
            val client = PlainClient(constant.url)
            val first = client.deviceToken()

            repeat(2) { client.token("refresh-token" to first["refresh_token"])["refresh_token"] shouldBe first["refresh_token"] }
        }

        test("broker: one token serves both purposes, and is replaced by a refresh") {
            val client = PlainClient(server.brokerUrl)
            val first = client.deviceToken()
            first["refresh_token"] shouldBe first["access_token"]

            val second = client.token("refresh-token" to first["refresh_token"])

            second.status shouldBe 200
            second["access_token"] shouldBe second["refresh_token"]
            second["access_token"] shouldNotBe first["access_token"]
            client.get("/api/me", "Bearer ${second["access_token"]}").status shouldBe 200
            val again = client.token("refresh-token" to first["refresh_token"])
            again.status shouldBe 401
            again.body shouldBe """{"detail":"Session expired or not found. Please re-authenticate."}"""
        }

        test("broker: an expired token can still be refreshed") {
            SampleServer.start(Settings(brokerDeviceTokenLifetime = Duration.ofSeconds(1))).use { shortLived ->
                val client = PlainClient(shortLived.brokerUrl)
                val token = client.deviceToken()
                val responses = generateSequence { client.get("/auth/v2/userinfo", "Bearer ${token["access_token"]}") }

                val refused = untilDeadline(responses) { it.status != 200 }

                refused.status shouldBe 401
                refused.body shouldBe """{"detail":"Token has expired."}"""
                client.token("refresh-token" to token["refresh_token"]).status shouldBe 200
            }
        }

        test("broker: a provider's token is exchanged for one of the broker") {
            val subject = PlainClient(server.url).deviceToken()["access_token"]
            val client = PlainClient(server.brokerUrl)

            val token =
                client.token("grant_type" to "urn:ietf:params:oauth:grant-type:token-exchange", "subject_token" to subject)

            token.status shouldBe 200
            client.get("/api/me", "Bearer ${token["access_token"]}").status shouldBe 200
        }

        for (mode in Mode.entries) {
            test("$mode: expiries are seconds since the epoch") {
                val token = PlainClient(mode.base(server)).deviceToken()
                val now = Instant.now().epochSecond

                val lifetime = if (mode == Mode.BROKER) Duration.ofDays(30) else Duration.ofMinutes(5)
                (token.json.path("expires").asLong() - now) shouldBeInRange lifetime.seconds - 20..lifetime.seconds + 1
                (token.json.path("refresh_expires").asLong() - now) shouldBeInRange 1780L..1801L
            }
        }
    })
