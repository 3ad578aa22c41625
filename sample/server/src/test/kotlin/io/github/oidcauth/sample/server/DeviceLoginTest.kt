package io.github.oidcauth.sample.server

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import java.time.Duration

class DeviceLoginTest :
    FunSpec({
        val server = SampleServer.start(Settings(deviceInterval = Duration.ZERO))
        val impatient = SampleServer.start(Settings(deviceInterval = Duration.ofMillis(299_500)))
        val shortLived = SampleServer.start(Settings(deviceCodeLifetime = Duration.ofSeconds(1), deviceInterval = Duration.ZERO))
        afterSpec { listOf(server, impatient, shortLived).forEach { it.close() } }

        for (mode in Mode.entries) {
            val client = PlainClient(mode.base(server))

            test("$mode: a device starts with a code, an address and an interval in whole seconds") {
                val device = PlainClient(mode.base(impatient)).post("/auth/v2/device")

                device.status shouldBe 200
                device["user_code"] shouldMatch "[B-Z]{4}-[B-Z]{4}"
                device["verification_uri"] shouldBe "${impatient.url}/activate"
                device["verification_uri_complete"] shouldBe "${impatient.url}/activate?user_code=${device["user_code"]}"
                device.json.path("expires_in").asInt() shouldBe 300
                device.json.path("interval").asInt() shouldBe 300
            }

            test("$mode: a poll before the user has responded is told to wait, inside the application's wrapping") {
                val device = client.post("/auth/v2/device")

                val poll = client.token("device-code" to device["device_code"])

                poll.status shouldBe 400
                poll["detail"] shouldBe
                    """Upstream OIDC error: {"error":"authorization_pending",""" +
                    """"error_uri":"https://datatracker.ietf.org/doc/html/rfc8628#section-3.5"}"""
            }

            test("$mode: a poll that comes too soon is told to slow down") {
                val hasty = PlainClient(mode.base(impatient))
                val device = hasty.post("/auth/v2/device")

                hasty.token("device-code" to device["device_code"]).upstreamError shouldBe "authorization_pending"
                hasty.token("device-code" to device["device_code"]).upstreamError shouldBe "slow_down"
            }

            test("$mode: an approved device gets a token, once") {
                val device = client.post("/auth/v2/device")
                ScriptedVisitor().approveDevice(device["verification_uri"], device["user_code"])

                val token = client.token("device-code" to device["device_code"])

                token.status shouldBe 200
                token["token_type"] shouldBe "Bearer"
                token["scope"].split(' ').toSet() shouldBe setOf("openid", "profile", "email", "offline_access")
                client.get("/api/me", "Bearer ${token["access_token"]}").body shouldBe """{"username":"alice"}"""
                client.token("device-code" to device["device_code"]).status shouldBe 400
            }

            test("$mode: the complete address spares typing the code") {
                val device = client.post("/auth/v2/device")
                ScriptedVisitor().approveDevice(device["verification_uri_complete"], "not needed")

                client.token("device-code" to device["device_code"]).status shouldBe 200
            }

            test("$mode: a refused device is told so, and the next one can be approved by the same user") {
                val visitor = ScriptedVisitor()
                val refused = client.post("/auth/v2/device")
                visitor.denyDevice(refused["verification_uri"], refused["user_code"])
                client.token("device-code" to refused["device_code"]).upstreamError shouldBe "access_denied"

                val approved = client.post("/auth/v2/device")
                visitor.approveDevice(approved["verification_uri"], approved["user_code"])
                client.token("device-code" to approved["device_code"]).status shouldBe 200
            }

            test("$mode: an expired device code is told so") {
                val late = PlainClient(mode.base(shortLived))
                val device = late.post("/auth/v2/device")

                val responses = generateSequence { late.token("device-code" to device["device_code"]).upstreamError }

                untilDeadline(responses) { it != "authorization_pending" } shouldBe "expired_token"
            }

            test("$mode: an unknown device code is told so, however fast it comes back") {
                val hasty = PlainClient(mode.base(impatient))

                repeat(2) { hasty.token("device-code" to "nonsense").body shouldBe INVALID_GRANT }
            }
        }

        test("a code may be typed in small letters and without the hyphen") {
            val client = PlainClient(server.url)
            val device = client.post("/auth/v2/device")
            ScriptedVisitor().approveDevice(device["verification_uri"], device["user_code"].lowercase().replace("-", ""))

            client.token("device-code" to device["device_code"]).status shouldBe 200
        }

        test("a user who types a wrong code is asked again") {
            shouldThrow<IllegalStateException> { ScriptedVisitor().approveDevice("${server.url}/activate", "BBBB-BBBB") }
                .message shouldContain "device code page came back: That code is not known"
        }

        test("each device code is its own") {
            val client = PlainClient(server.url)
            client.post("/auth/v2/device")["device_code"] shouldNotBe client.post("/auth/v2/device")["device_code"]
        }
    }) {
    private companion object {
        const val INVALID_GRANT = """{"detail":"Upstream OIDC error: {\"error\":\"invalid_grant\"}"}"""
    }
}
