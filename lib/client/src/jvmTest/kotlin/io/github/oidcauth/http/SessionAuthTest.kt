package io.github.oidcauth.http

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.engine.mock.toByteArray
import io.ktor.client.request.get
import io.ktor.client.statement.bodyAsText
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import io.ktor.http.parseQueryString
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

private const val API = "https://api.example.com"
private const val TOKENS = "https://login.example.com/token"

/** The handlers of requests_oauth2client, `session.auth = OAuth2…Auth(client, …)`, as sources of the plugin for Ktor. */
class SessionAuthTest :
    FunSpec({
        /** The `grant_type` of each token request. */
        val grants = mutableListOf<String?>()
        val engine =
            MockEngine { request ->
                if (request.url.host == "login.example.com") {
                    grants += parseQueryString(request.body.toByteArray().decodeToString())["grant_type"]
                    val token = """{"access_token": "token-${grants.size}", "token_type": "Bearer", "expires_in": 3600"""
                    val refresh = if (grants.last() == "client_credentials") "}" else """, "refresh_token": "r-${grants.size}"}"""
                    respond(
                        token + refresh,
                        HttpStatusCode.OK,
                        headersOf(HttpHeaders.ContentType, ContentType.Application.Json.toString()),
                    )
                } else {
                    respondOk(request.headers[HttpHeaders.Authorization].orEmpty())
                }
            }
        val client =
            OAuth2Client(TOKENS, "my-client") {
                authentication = ClientSecretPost("secret")
                httpClient = HttpClient(engine)
            }

        beforeTest { grants.clear() }

        suspend fun calls(
            source: TokenSource,
            number: Int = 2,
        ): List<String> {
            val session =
                HttpClient(engine) {
                    install(AccessTokens) {
                        tokens = source
                        origin(API)
                    }
                }
            return List(number) { session.get("$API/resource").bodyAsText() }
        }

        test("OAuth2AccessTokenAuth: a token in text, and one that is refreshed within the leeway of its expiry") {
            calls(TokenSource.of("access_token")) shouldBe List(2) { "Bearer access_token" }
            grants shouldBe emptyList()

            val expiring =
                Token("access_token") {
                    expiresAt = Clock.System.now() + 10.seconds
                    refreshToken = "refresh_token"
                }
            calls(client.tokenSource(expiring)) shouldBe List(2) { "Bearer token-1" }
            grants shouldBe listOf("refresh_token")
        }

        test("OAuth2AccessTokenAuth: a token that is valid is sent, and no request is made for it") {
            val valid =
                Token("access_token") {
                    expiresIn(1.hours, Clock.System.now())
                    refreshToken = "refresh_token"
                }
            calls(client.tokenSource(valid)) shouldBe List(2) { "Bearer access_token" }
            grants shouldBe emptyList()
        }

        test("OAuth2ClientCredentialsAuth: the first call obtains a token, and the next ones use it") {
            calls(client.tokenSource(ClientCredentialsGrant("my_scope"))) shouldBe List(2) { "Bearer token-1" }
            grants shouldBe listOf("client_credentials")
        }

        test("a refresh token alone: the first call refreshes") {
            calls(client.tokenSource(RefreshTokenGrant("refresh_token"))) shouldBe List(2) { "Bearer token-1" }
            grants shouldBe listOf("refresh_token")
        }
    })
