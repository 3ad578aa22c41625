package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

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
                shouldThrow<UntrustedAnswerException> { endpoints("https://as.example", url).require(Endpoint.TOKEN) }
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
    })
