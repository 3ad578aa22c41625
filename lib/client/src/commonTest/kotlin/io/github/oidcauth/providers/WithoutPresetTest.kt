package io.github.oidcauth.providers

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlin.io.encoding.Base64
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.seconds

/** The behaviour of providers without a preset, which any client must support. */
class WithoutPresetTest :
    FunSpec({
        suspend fun sent(
            methods: List<String>?,
            configure: ClientConfig.Builder.() -> Unit,
        ): ReceivedRequest {
            val bench = ClientBench { ScriptedResponse.token() }
            val metadata =
                ServerMetadata {
                    tokenEndpoint("https://as.example/token")
                    methods?.let { member("token_endpoint_auth_methods_supported", it) }
                }
            bench.client(metadata, "my-client", configure).token(ClientCredentialsGrant())
            return bench.requests.single()
        }

        fun inHeader(request: ReceivedRequest) =
            Base64.decode(request.header("authorization").shouldNotBeNull().removePrefix("Basic ")).decodeToString()

        test("Salesforce sends no new refresh token, and the old one is kept") {
            val bench =
                ClientBench {
                    ScriptedResponse(
                        """{"access_token":"00D!2","signature":"s","scope":"refresh_token id",
                        "instance_url":"https://acme.my.salesforce.com",
                            "id":"https://login.salesforce.com/id/1","token_type":"Bearer","issued_at":"1709000000000"}""",
                    )
                }

            val token = bench.client().token(RefreshTokenGrant(Token("00D!1") { refreshToken = "5Aep" }))

            token.accessToken shouldBe "00D!2"
            token.refreshToken shouldBe "5Aep"
        }

        test("PayPal writes expires_in as a string") {
            val bench = ClientBench { ScriptedResponse("""{"access_token":"at","token_type":"Bearer","expires_in":"28800"}""") }

            bench.client().token(ClientCredentialsGrant()).expiresAt shouldBe bench.clock.now() + 28_800.seconds
        }

        test("Facebook wrote expires instead of expires_in") {
            val bench = ClientBench { ScriptedResponse("""{"access_token":"at","token_type":"bearer","expires":"5183999"}""") }

            bench.client().token(ClientCredentialsGrant()).expiresAt shouldBe bench.clock.now() + 5_183_999.seconds
        }

        test(
            "a token without expires_in has no known expiry, and is used until the API refuses it",
        ) {
            listOf("", ""","expires_in":null""", ""","expires_in":0""", ""","expires_in":-1""").forEach { rest ->
                val bench = ClientBench { ScriptedResponse("""{"access_token":"at","token_type":"Bearer"$rest}""") }
                val before =
                    Token("old") {
                        refreshToken = "rt"
                        expiresAt = bench.clock.now() + 5.seconds
                    }

                val token = bench.client().token(RefreshTokenGrant(before))

                token.expiresAt.shouldBeNull()
                token.isUsable(bench.clock.now() + 3650.days) shouldBe true
            }
        }

        test("forms and nested tokens are read from nobody but providers that are known for it") {
            listOf(
                ScriptedResponse("access_token=a&token_type=bearer", mediaType = "application/x-www-form-urlencoded"),
                ScriptedResponse("""{"ok":true,"authed_user":{"access_token":"a","token_type":"user"}}"""),
            ).forEach { response ->
                shouldThrow<InvalidResponseException> { ClientBench { response }.client().token(ClientCredentialsGrant()) }
            }
        }

        test("Reddit takes the secret in the header alone, and publishes nothing: so it goes there") {
            val request = sent(methods = null) { clientSecret = "s3cret" }

            inHeader(request) shouldBe "my-client:s3cret"
            request["client_secret"].shouldBeNull()
        }

        test("Dropbox takes it in either place, but not in both: so it is in the header alone") {
            val request = sent(listOf("client_secret_post", "client_secret_basic")) { clientSecret = "s3cret" }

            inHeader(request) shouldBe "my-client:s3cret"
            request["client_secret"].shouldBeNull()
            request["client_id"].shouldBeNull()
        }

        test("a server that takes it in the body alone gets it there alone, and so does one that the caller says it of") {
            listOf(
                sent(listOf("client_secret_post")) { clientSecret = "s3cret" },
                sent(listOf("client_secret_basic")) { authentication = ClientSecretPost("s3cret") },
            ).forEach { request ->
                request.header("authorization").shouldBeNull()
                request["client_secret"] shouldBe "s3cret"
            }
        }

        test("the secret is form-encoded for the header, and not for a server that fails on that") {
            inHeader(sent(null) { clientSecret = "a+b c" }) shouldBe "my-client:a%2Bb+c"
            inHeader(sent(null) { authentication = ClientSecretBasic("a+b c", formEncoded = false) }) shouldBe "my-client:a+b c"
        }

        test("no cache may respond to a poll, or any other request, and JSON is asked for") {
            val request = sent(null) { }

            request.header("cache-control") shouldBe "no-store"
            request.header("accept") shouldBe "application/json"
        }
    })
