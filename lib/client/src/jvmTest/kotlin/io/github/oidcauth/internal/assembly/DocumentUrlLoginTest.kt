package io.github.oidcauth.internal.assembly

import io.github.oidcauth.ClearedToken.Revocation
import io.github.oidcauth.Config
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode

/** The URL of the metadata document in place of the issuer, at the front door. */
class DocumentUrlLoginTest :
    FunSpec({
        val origin = "https://idp.example"

        /** A server whose documents name [issuer], at any place that is asked. */
        fun respond(
            request: ReceivedRequest,
            issuer: String,
        ): ScriptedResponse =
            when {
                "/.well-known/" in request.url -> {
                    ScriptedResponse(
                        """{"issuer":"$issuer","token_endpoint":"$origin/token","revocation_endpoint":"$origin/revoke",
                           "device_authorization_endpoint":"$origin/device"}""",
                    )
                }

                request.url == "$origin/device" -> {
                    ScriptedResponse(
                        """{"device_code":"dc","user_code":"UC","verification_uri":"$origin/go","expires_in":60,"interval":1}""",
                    )
                }

                request.url == "$origin/token" -> {
                    ScriptedResponse.token(""""refresh_token":"r1"""")
                }

                else -> {
                    ScriptedResponse("", mediaType = null)
                }
            }

        val documents =
            listOf(
                "$origin/.well-known/openid-configuration" to origin,
                "$origin/t1/.well-known/openid-configuration" to "$origin/t1",
                "$origin/.well-known/openid-configuration/t1" to "$origin/t1",
                "$origin/.well-known/oauth-authorization-server/t1" to "$origin/t1",
                "idp.example/.well-known/openid-configuration" to origin,
            )

        documents.forEach { (url, issuer) ->
            test("a login by $url has the key of $issuer, and the one token serves both") {
                val bench = LoginBench { respond(it, issuer) }

                bench.authenticate(url) { clientId = "app" }.accessToken shouldBe "at"
                val requests = bench.requests.size
                bench.authenticate(issuer) { clientId = "app" }.accessToken shouldBe "at"

                bench.requests shouldHaveSize requests
                bench.store.keys() shouldBe setOf(TokenKey.forIssuer(issuer, "app"))
                TokenKey.forIssuer(if ("://" in url) url else "https://$url", "app") shouldBe TokenKey.forIssuer(issuer, "app")
                TokenKey.forIssuer(issuer, "app").value shouldBe "$issuer#client_id=app"
            }
        }

        test("a document of another issuer starts no login") {
            val bench = LoginBench { respond(it, "https://evil.example") }

            shouldThrow<InvalidResponseException> {
                bench.authenticate("$origin/.well-known/openid-configuration") { clientId = "app" }
            }
            bench.requests shouldHaveSize 1
            bench.store.keys() shouldBe emptySet()
        }

        test("an issuer with a final slash is found by its document, and its token can be revoked by its key") {
            val bench = LoginBench { respond(it, "$origin/") }
            bench.authenticate("$origin/.well-known/openid-configuration") { clientId = "app" }
            val sent = mutableListOf<ReceivedRequest>()
            val clients =
                Clients(
                    environment = { null },
                    httpClients = HttpClients({ null }) { _, _ ->
                        HttpClient(
                            MockEngine { data ->
                                val response = respond(ReceivedRequest.of(data).also { sent += it }, "$origin/")
                                respond(response.body, HttpStatusCode.fromValue(response.status), response.ktorHeaders)
                            },
                        )
                    },
                )
            val manager = TokenManager(bench.store, emptyList(), bench.clock, connect = clients::connect)

            manager.clearAll().map { it.revocation } shouldContainExactly listOf(Revocation.REVOKED)
            sent.last().url shouldBe "$origin/revoke"
            bench.store.keys() shouldBe emptySet()
        }

        test("a document with a query is refused, because tokens are stored by issuer alone") {
            shouldThrow<InvalidConfigException> {
                Config("$origin/.well-known/openid-configuration?p=policy") { clientId = "app" }
            }.message shouldContain "metadata"
        }

        test("a configuration says its issuer, and its builder still knows the document") {
            val byDocument = Config("$origin/.well-known/openid-configuration") { clientId = "app" }
            val byIssuer = Config(origin) { clientId = "app" }

            byDocument.host shouldBe origin
            byDocument.key shouldBe byIssuer.key
            byDocument.newBuilder().build() shouldBe byDocument
            byDocument shouldNotBe byIssuer
        }
    })
