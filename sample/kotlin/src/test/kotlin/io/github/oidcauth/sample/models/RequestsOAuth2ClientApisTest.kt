package io.github.oidcauth.sample.models

import io.github.oidcauth.ApiException
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.sample.oauth2.CallbackPage
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.http.headersOf
import kotlin.concurrent.thread

/** Runs the counterparts of the examples of requests_oauth2client that call an API. */
class RequestsOAuth2ClientApisTest :
    FunSpec({
        val example = ExampleServer()
        val tokenEndpoint = example.tokenEndpoint
        val url = example.issuer
        afterSpec { example.close() }

        suspend fun tokens() = example.service().tokenSource(ClientCredentialsGrant("read"))

        suspend fun api() = ApiClient("$url/api", tokens())

        test("R31: a token from elsewhere") {
            val token = example.service().token(ClientCredentialsGrant("read"))
            callWithTokenFromElsewhere(url, token.accessToken).text shouldContain "Water the plants"
        }

        test("R32: client credentials") {
            val (all, first) = callAsService(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, url)
            all.text shouldContain "Water the plants"
            first.text shouldContain "Water the plants"
        }

        test("R33: an authorization code") {
            val client = OAuth2Client.discover(url, SampleClients.SERVICE, SampleClients.SECRET)
            CallbackPage().use { page ->
                val request = client.authorizationRequest(page.uri) { scope("write") }
                ScriptedVisitor().signIn(request.url)
                val code = page.visitedUrl.substringAfter("code=").substringBefore('&')
                val verifier = request.codeVerifier.shouldNotBeNull()
                callWithCode(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, url, code, page.uri, verifier)
                    .statusCode shouldBe 201
            }
        }

        test("R34: a device code") {
            val endpoint = "$url/oauth2/device_authorization"
            val response = callWithDeviceCode(tokenEndpoint, endpoint, SampleClients.CLI, url) { uri, userCode ->
                thread(name = "visitor") { ScriptedVisitor().approveDevice(uri, userCode) }
            }
            response.text shouldContain "alice"
        }

        test("R35: a root") {
            callBelowRoot(tokenEndpoint, SampleClients.SERVICE, SampleClients.SECRET, url).text shouldContain "Water the plants"
        }

        test("R36: a path without a slash in front") {
            callWithoutSlash(api()).text shouldContain "Water the plants"
        }

        test("R37: segments of a path") {
            callBySegments(api()).forEach { it.text shouldContain "Water the plants" }
        }

        test("R38: resources") {
            callResources(api()).forEach { it.text shouldContain "Water the plants" }
        }

        test("R39: one resource") {
            callOneResource(api()).map { it.statusCode } shouldBe listOf(200, 200, 200)
        }

        test("R40: an error as a response") {
            receiveError("$url/api", tokens()).statusCode shouldBe 404
        }

        test("R41: an error as an exception") {
            val failure = shouldThrow<ApiException> { failOnError(ApiClient("$url/api", tokens()) { expectSuccess = false }) }
            failure.statusCode shouldBe 404
        }

        test("R42: an HTTP client of the program") {
            val own = HttpClient(MockEngine { respondOk("by my own client") })
            callByOwnClient(own, "https://myapi.example.com/resource").get().text shouldBe "by my own client"
        }

        test("R43: the Management API of Auth0") {
            val tenant = HttpClient(
                MockEngine { request ->
                    val isTokenEndpoint = request.url.toString() == "https://mytenant.eu.auth0.com/oauth/token"
                    val body =
                        if (isTokenEndpoint) """{"access_token":"t","token_type":"Bearer"}""" else """["${request.url}"]"""
                    respond(body, headers = headersOf("Content-Type", "application/json"))
                },
            )
            val client = ClientConfig("client-id") {
                clientSecret = "secret"
                httpClient = tenant
            }
            callManagementApi("mytenant.eu", client).text shouldBe """["https://mytenant.eu.auth0.com/api/v2/users"]"""
        }
    })
