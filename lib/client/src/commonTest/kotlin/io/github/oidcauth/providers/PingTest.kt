package io.github.oidcauth.providers

import io.github.oidcauth.InvalidResponseException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** PingOne and PingFederate, which do as specified. */
class PingTest :
    FunSpec({
        test("a PingOne environment is an issuer of its own, and another environment's metadata are refused") {
            val issuer = "https://auth.pingone.eu/env-1/as"
            val server = MisbehavingServer()
            server.publish(issuer, "issuer" to issuer, "token_endpoint" to "$issuer/token")
            server.publish("https://auth.pingone.eu/env-2/as", "issuer" to issuer)

            server.client(Ping.pingOne("env-1", PingOneRegion.EUROPE)).metadata.tokenEndpoint shouldBe "$issuer/token"
            shouldThrow<InvalidResponseException> { server.client(Ping.pingOne("env-2", PingOneRegion.EUROPE)) }
        }

        test("a virtual issuer of PingFederate has a path") {
            val issuer = "https://sso.example.com/issuer1"
            val server = MisbehavingServer()
            server.publish(issuer, "issuer" to issuer, "token_endpoint" to "https://sso.example.com/as/token.oauth2")

            server.client(Ping.pingFederate("$issuer/")).metadata.issuer shouldBe issuer
        }
    })
