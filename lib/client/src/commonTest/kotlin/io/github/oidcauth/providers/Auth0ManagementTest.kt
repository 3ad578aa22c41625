// Tests Auth0Pages.
package io.github.oidcauth.providers

import io.github.oidcauth.ApiException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.ApiClientConfig
import io.github.oidcauth.oauth2.ClientConfig
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.request.HttpRequestData
import io.ktor.client.request.forms.FormDataContent
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.toList
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** Auth0's Management API, at a tenant that is scripted. */
class Auth0ManagementTest :
    FunSpec({
        val requests = mutableListOf<HttpRequestData>()
        var page: (HttpRequestData) -> String = { """{"user_id":"auth0|1"}""" }
        var status = HttpStatusCode.OK
        val json = headersOf("Content-Type", "application/json")
        val tenant =
            HttpClient(
                MockEngine { request ->
                    requests += request
                    if (request.url.encodedPath == "/oauth/token") {
                        respond("""{"access_token":"management","token_type":"Bearer","expires_in":86400}""", headers = json)
                    } else {
                        respond(page(request), status, json)
                    }
                },
            )
        val client = ClientConfig("client-id") {
            clientSecret = "s3cret"
            httpClient = tenant
        }

        beforeTest {
            requests.clear()
            status = HttpStatusCode.OK
        }

        fun calls() = requests.filter { it.url.encodedPath.startsWith("/api") }.map { it.url.encodedPathAndQuery }

        test("test_auth0_management: a token of client credentials for the audience of the API is sent to the tenant") {
            val management = Auth0Management("test.eu.auth0.com", client)
            management.url shouldBe "https://test.eu.auth0.com/api/v2/"
            requests.shouldBeEmpty()

            repeat(2) { management.get(listOf("users", "auth0|1")).json().jsonObject.keys shouldBe setOf("user_id") }

            requests.map { "${it.url}" } shouldContainExactly
                listOf("https://test.eu.auth0.com/oauth/token") + List(2) { "https://test.eu.auth0.com/api/v2/users/auth0%7C1" }
            val form = requests.first().body.shouldBeInstanceOf<FormDataContent>().formData
            form["grant_type"] shouldBe "client_credentials"
            form["audience"] shouldBe "https://test.eu.auth0.com/api/v2/"
            requests.last().headers["Authorization"] shouldBe "Bearer management"
        }

        context("test_tenant: a tenant is named as in the preset") {
            mapOf(
                "mytenant.eu" to "https://mytenant.eu.auth0.com/api/v2/",
                "mytenant.eu.auth0.com" to "https://mytenant.eu.auth0.com/api/v2/",
                "https://mytenant.eu.auth0.com" to "https://mytenant.eu.auth0.com/api/v2/",
            ).forEach { (domain, url) ->
                test(domain) { Auth0Management.of(domain, TokenSource.of("t")).url shouldBe url }
            }
            for (domain in listOf("ftp://mytenant.eu", "", "evil.example/mytenant.eu.auth0.com")) {
                test("'$domain' is none") {
                    shouldThrow<InvalidConfigException> { Auth0Management.of(domain, "client-id", "s3cret") }
                }
            }
        }

        test("the pages of a list are requested by their numbers until the total is reached") {
            page = { request ->
                val start = request.url.parameters["page"]?.toInt()?.times(2) ?: 0
                """{"start":$start,"limit":2,"length":${minOf(2, 5 - start)},"total":5,"users":[]}"""
            }
            val management = Auth0Management("acme.eu", client)
            val starts =
                management.pagesByNumber("users", perPage = 2) { query("q", "email:*@acme.example") }
                    .map { it.json().jsonObject.getValue("start").jsonPrimitive.int }

            starts.toList() shouldContainExactly listOf(0, 2, 4)
            calls() shouldContainExactly
                (0..2).map { "/api/v2/users?q=email%3A%2A%40acme.example&page=$it&per_page=2&include_totals=true" }
            starts.first() shouldBe 0
            calls().size shouldBe 4
        }

        context("a list whose pages have no totals ends too") {
            mapOf(
                "an empty page" to """{"start":0,"limit":50,"length":0,"total":9,"users":[]}""",
                "an empty array" to "[]",
                "an object without totals" to "{}",
                "text" to "\"a\"",
            ).forEach { (name, body) ->
                test(name) {
                    page = { body }
                    Auth0Management("acme.eu", client).pagesByNumber("users").toList().size shouldBe 1
                }
            }
            test("an array, at the empty one after it") {
                page = { if (it.url.parameters["page"] == "0") "[{}]" else "[]" }
                Auth0Management("acme.eu", client).pagesByNumber("users").toList().size shouldBe 2
            }
        }

        test("the pages of a list are requested by checkpoints until there is none") {
            page = { request ->
                when (request.url.parameters["from"]) {
                    null -> """{"next":"a b","clients":[]}"""
                    "a b" -> """{"next":"c","clients":[]}"""
                    else -> """{"clients":[]}"""
                }
            }
            Auth0Management("acme.eu", client).pagesByCheckpoint("clients", take = 10).toList().size shouldBe 3
            calls() shouldContainExactly
                listOf("/api/v2/clients?take=10", "/api/v2/clients?from=a%20b&take=10", "/api/v2/clients?from=c&take=10")
        }

        test("a page has from 1 to 100 items") {
            val management = Auth0Management("acme.eu", client)
            for (size in listOf(0, 101)) {
                shouldThrow<IllegalArgumentException> { management.pagesByNumber("users", size) }
                shouldThrow<IllegalArgumentException> { management.pagesByCheckpoint("users", size) }
            }
            management.pagesByNumber("users", 1)
            management.pagesByCheckpoint("users", 100)
        }

        test("an error of the API is thrown with its words, and ends the pages") {
            status = HttpStatusCode.Forbidden
            page = { """{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:users"}""" }
            val management = Auth0Management("acme.eu", client)
            shouldThrow<ApiException> { management.pagesByNumber("users").toList() }.message shouldContain "read:users"
            management.pagesByCheckpoint("users") { expectSuccess = false }.map { it.statusCode }.toList() shouldContainExactly
                listOf(403)
        }

        test("a client of another vendor is a subclass in two lines") {
            class Acme(
                tokens: TokenSource,
            ) : ApiClient(
                    ApiClientConfig("https://api.acme.example/v2") {
                        this.tokens = tokens
                        httpClient = tenant
                    },
                ) {
                suspend fun user(id: Long): String = get(listOf("users", id)).text
            }
            page = { "Ada" }
            Acme(TokenSource.of("at")).user(1234) shouldBe "Ada"
            "${requests.last().url}" shouldBe "https://api.acme.example/v2/users/1234"
        }
    })
