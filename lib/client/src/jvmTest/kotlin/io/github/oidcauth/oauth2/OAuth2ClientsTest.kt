// Tests Clients and OAuth2Client.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.providers.GitHub
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpHeaders
import io.ktor.http.headersOf

class OAuth2ClientsTest :
    FunSpec({
        val requests = mutableListOf<ReceivedRequest>()
        val server =
            HttpClient(
                MockEngine { data ->
                    val request = ReceivedRequest.of(data).also { requests += it }
                    val body =
                        when {
                            "/.well-known/" in request.url -> {
                                """{"issuer":"https://as.example","token_endpoint":"https://as.example/token"}"""
                            }

                            else -> {
                                """{"access_token":"at","token_type":"Bearer"}"""
                            }
                        }
                    respond(body, headers = headersOf(HttpHeaders.ContentType, "application/json"))
                },
            )
        val key = Jwk.generate(JwsAlgorithm.ES256)
        val tokenUrl = "https://as.example/token"
        val basic = "Basic " + Base64Url.encode("my-client:s3cret".encodeToByteArray()).padEnd(24, '=')

        beforeTest { requests.clear() }

        test("a token endpoint, a client and its secret make a client, and a scope makes its grant") {
            val client = OAuth2Client(tokenUrl, "my-client", "s3cret") { httpClient = server }

            client.token(ClientCredentialsGrant("read write")).accessToken shouldBe "at"

            requests.map { it.url } shouldContainExactly listOf(tokenUrl)
            requests.single().header("authorization") shouldBe basic
            requests.single()["scope"] shouldBe "read write"
            client.metadata shouldBe ServerMetadata { tokenEndpoint(tokenUrl) }
        }

        test("a client authenticates as its last argument says, and requests a scope for an API") {
            val authentication = ClientSecretPost("s3cret")
            val metadata = ServerMetadata { tokenEndpoint(tokenUrl) }

            OAuth2Client(metadata, "my-client", authentication).authentication shouldBe authentication
            val client = OAuth2Client(tokenUrl, "my-client", authentication) { httpClient = server }
            client.token(ClientCredentialsGrant("read", "https://api.example")).accessToken shouldBe "at"

            requests.single()["client_secret"] shouldBe "s3cret"
            requests.single()["scope"] shouldBe "read"
            requests.single()["resource"] shouldBe "https://api.example"
        }

        test("without a secret it is a public client, and with a key it signs") {
            OAuth2Client(tokenUrl, "my-client").authentication shouldBe NoClientAuthentication
            OAuth2Client(tokenUrl, "my-client", key).authentication shouldBe PrivateKeyJwt(key, JwsAlgorithm.ES256)
            OAuth2Client(tokenUrl, "my-client") { signingKey = key }.authentication shouldBe
                PrivateKeyJwt(key, JwsAlgorithm.ES256)
            OAuth2Client(tokenUrl, ClientConfig("my-client")).config.clientId shouldBe "my-client"
            val metadata = ServerMetadata { tokenEndpoint(tokenUrl) }
            OAuth2Client(metadata, "my-client", "s3cret").authentication shouldBe ClientSecretBasic("s3cret")
        }

        test("a token endpoint that is no URL is refused at once") {
            listOf("", "as.example/token", "/token", "ftp://as.example/token").forEach {
                withClue(it) {
                    shouldThrow<InvalidConfigException> { OAuth2Client(it, "my-client") }.message shouldContain "token endpoint"
                }
            }
        }

        test("a password in a URL is in no message") {
            listOf(
                "https://me:sesame@as.example",
                "https://me:sesame@as.example/.well-known/openid-configuration",
                "me:sesame@x",
            ).forEach {
                withClue(it) {
                    shouldThrow<InvalidConfigException> { OAuth2Client(it, "my-client") }.message shouldNotContain "sesame"
                    shouldThrow<InvalidConfigException> { OAuth2Client.discover(it, "my-client") { httpClient = server } }
                        .message shouldNotContain "sesame"
                }
            }
            requests shouldBe emptyList()
        }

        test("a client is discovered with its secret or its key, by the issuer or by the URL of its document") {
            listOf(
                "https://as.example",
                "https://as.example/.well-known/openid-configuration",
                "https://as.example/.well-known/oauth-authorization-server",
                "https://as.example/.well-known/openid-configuration?appid=a",
            ).forEach { url ->
                withClue(url) {
                    val client = OAuth2Client.discover(url, "my-client", "s3cret") { httpClient = server }
                    client.metadata.issuer shouldBe "https://as.example"
                    client.authentication shouldBe ClientSecretBasic("s3cret")
                    ServerMetadata.discover(url, httpClient = server).issuer shouldBe "https://as.example"
                }
            }
            val signing = OAuth2Client.discover("https://as.example", "my-client", key) { httpClient = server }
            signing.authentication shouldBe PrivateKeyJwt(key, JwsAlgorithm.ES256)
            OAuth2Client.discover("https://as.example", "my-client") { httpClient = server }
                .authentication shouldBe NoClientAuthentication
        }

        test("a server that says it is another one is not believed, by whatever URL") {
            listOf("https://evil.example", "https://evil.example/.well-known/openid-configuration").forEach {
                shouldThrow<InvalidResponseException> { OAuth2Client.discover(it, "my-client", "s3cret") { httpClient = server } }
            }
            requests.map { it.header("authorization") }.toSet() shouldBe setOf(null)
        }

        test("a client of a provider is made with its secret, and no request if the metadata are built in") {
            OAuth2Client.of(GitHub.provider(), "my-client", "s3cret").authentication shouldBe ClientSecretPost("s3cret")
            OAuth2Client.of(GitHub.provider(), ClientConfig("my-client")).config.clientId shouldBe "my-client"
            requests.size shouldBe 0
        }

        test("a token of an unknown issuer has no client") {
            OAuth2Client.byIssuerOf("opaque", listOf(OAuth2Client(tokenUrl, "my-client"))).shouldBeNull()
        }
    })
