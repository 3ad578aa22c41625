package io.github.oidcauth.internal.metadata

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put

class EndpointsTest :
    FunSpec({
        fun endpoints(
            issuer: String?,
            tokenEndpoint: String,
            allowInsecureHttp: Boolean = false,
        ): Endpoints {
            val metadata =
                ServerMetadata {
                    issuer?.let { issuer(it) }
                    tokenEndpoint(tokenEndpoint)
                }
            return Endpoints(metadata, allowInsecureHttp)
        }

        test("a server elsewhere has no endpoint on this machine without TLS") {
            listOf("http://127.0.0.1:6379/token", "http://localhost/token", "http://[::1]:8080/token").forEach { url ->
                shouldThrow<InvalidResponseException> { endpoints("https://as.example", url).require(Endpoint.TOKEN) }
            }
        }

        test("a server on this machine has endpoints on this machine, and so has one that nobody has named") {
            val url = "http://127.0.0.1:8080/token"

            endpoints("http://localhost:8080", url).require(Endpoint.TOKEN) shouldBe url
            endpoints("https://localhost:8443", url).require(Endpoint.TOKEN) shouldBe url
            endpoints(issuer = null, url).require(Endpoint.TOKEN) shouldBe url
        }

        test("http is for whoever allows it") {
            val url = "http://127.0.0.1:8080/token"

            endpoints("https://as.example", url, allowInsecureHttp = true).require(Endpoint.TOKEN) shouldBe url
        }

        test("a server has endpoints at other hosts than its issuer's, by https") {
            endpoints("https://as.example", "https://tokens.example/token").require(Endpoint.TOKEN) shouldBe
                "https://tokens.example/token"
        }

        context("an address that cannot be used") {
            val unusable =
                listOf(
                    "/token",
                    "https://as.example/a b",
                    "http://as.example/token",
                    "https://as.example/token#x",
                    "ftp://as.example",
                )

            unusable.forEach { url ->
                test("$url is refused where it is needed, and absent where it is not") {
                    shouldThrow<InvalidResponseException> { endpoints("https://as.example", url).require(Endpoint.TOKEN) }
                    (Endpoint.TOKEN in endpoints("https://as.example", url)) shouldBe false
                }

                test("$url as an alias for clients with a certificate leaves the address for all") {
                    val metadata =
                        ServerMetadata {
                            issuer("https://as.example")
                            tokenEndpoint("https://as.example/token")
                            member("mtls_endpoint_aliases", buildJsonObject { put("token_endpoint", url) })
                        }
                    val endpoints = Endpoints(metadata, allowInsecureHttp = false, mutualTls = true)

                    endpoints.require(Endpoint.TOKEN) shouldBe "https://as.example/token"
                    (Endpoint.TOKEN in endpoints) shouldBe true
                }
            }

            test("is told apart from none at all") {
                listOf("").forEach { url ->
                    shouldThrow<InvalidConfigException> { endpoints("https://as.example", url).require(Endpoint.TOKEN) }
                        .message shouldContain "token_endpoint"
                }
                shouldThrow<InvalidConfigException> {
                    endpoints("https://as.example", "https://as.example").require(Endpoint.USERINFO)
                }
            }
        }

        test("an alias alone is enough for clients with a certificate, and nothing for others") {
            val metadata =
                ServerMetadata {
                    member("mtls_endpoint_aliases", buildJsonObject { put("token_endpoint", "https://mtls.example/token") })
                }

            (Endpoint.TOKEN in Endpoints(metadata, allowInsecureHttp = false, mutualTls = true)) shouldBe true
            (Endpoint.TOKEN in Endpoints(metadata, allowInsecureHttp = false)) shouldBe false
        }
    })
