package io.github.oidcauth.sample.server

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldStartWith
import tools.jackson.databind.JsonNode

class IssuerMetadataTest :
    FunSpec({
        val server = SampleServer.start()
        val withoutDevices = SampleServer.start(Settings(deviceGrant = false))
        afterSpec { listOf(server, withoutDevices).forEach { it.close() } }

        fun JsonNode.texts(name: String) = path(name).values().map { it.asString() }

        for (path in listOf("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")) {
            val document = PlainClient(server.url).get(path).json

            test("$path names the issuer as it is, and responses with iss") {
                document.path("issuer").asString() shouldBe server.issuer
                document.path("authorization_response_iss_parameter_supported").asBoolean() shouldBe true
                document.texts("code_challenge_methods_supported") shouldBe listOf("S256")
                document.texts("response_types_supported") shouldBe listOf("code")
                document.texts("response_modes_supported") shouldBe listOf("query")
            }

            test("$path names no endpoint that is not there") {
                val endpoints = document.properties().filter { it.key.endsWith("_endpoint") || it.key.endsWith("_uri") }
                for ((name, address) in endpoints.map { it.key to it.value.asString() }) {
                    address shouldStartWith server.issuer
                    val response = if (name in VISITED) PlainClient("").get(address) else PlainClient("").post(address)
                    "$name ${response.status} ${response.body}" shouldNotBe """$name 404 {"detail":"Not Found"}"""
                }
            }

            test("$path names the ways in which clients say who they are, and not mutual TLS") {
                val confidential = listOf("client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt")
                document.texts("token_endpoint_auth_methods_supported") shouldContainExactlyInAnyOrder confidential + "none"
                document.texts("revocation_endpoint_auth_methods_supported") shouldContainExactlyInAnyOrder confidential + "none"
                document.texts("introspection_endpoint_auth_methods_supported") shouldContainExactlyInAnyOrder confidential
                document.has("tls_client_certificate_bound_access_tokens") shouldBe false
                document.texts("token_endpoint_auth_signing_alg_values_supported") shouldNotContain "none"
            }
        }

        test("the issuer is the same under another name of the machine") {
            val elsewhere = server.url.replace("127.0.0.1", "localhost")
            PlainClient(elsewhere).get("/.well-known/openid-configuration")["issuer"] shouldBe server.issuer
        }

        test("without the device grant none is named") {
            val document = PlainClient(withoutDevices.url).get("/.well-known/openid-configuration").json
            document.has("device_authorization_endpoint") shouldBe false
            document.texts("grant_types_supported") shouldNotContain IssuerClient.DEVICE_CODE
        }
    }) {
    private companion object {
        /** The others are posted to. */
        val VISITED = listOf("authorization_endpoint", "userinfo_endpoint", "end_session_endpoint", "jwks_uri")
    }
}
