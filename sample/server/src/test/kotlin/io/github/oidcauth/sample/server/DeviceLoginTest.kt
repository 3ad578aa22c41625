package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import java.time.Duration

class DeviceLoginTest :
    FunSpec({
        val server = SampleServer.start(Settings(deviceInterval = Duration.ZERO))
        afterSpec { server.close() }

        for (base in listOf(server.url, server.brokerUrl)) {
            val client = PlainClient(base)
            val mode = base.removePrefix(server.url).ifEmpty { "/" }

            test("a device is approved and gets a token that opens the API ($mode)") {
                val device = client.post("/auth/v2/device")
                device.status shouldBe 200
                ScriptedVisitor().approveDevice(device["verification_uri"], device["user_code"])
                val token = client.token("device-code" to device["device_code"])
                token.body.length shouldBeGreaterThan 0
                token.status shouldBe 200
                client.get("/api/me", "Bearer ${token["access_token"]}").body shouldBe """{"username":"alice"}"""
            }
        }
    })
