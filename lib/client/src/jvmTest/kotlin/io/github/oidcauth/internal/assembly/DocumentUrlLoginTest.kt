package io.github.oidcauth.internal.assembly

import io.github.oidcauth.ClearedToken.Revocation
import io.github.oidcauth.Config
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenManager
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.ScriptedAnswer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.http.HttpStatusCode

/** The URL of the metadata document in place of the issuer, at the front door. */
class DocumentUrlLoginTest :
    FunSpec({
        val origin = "https://idp.example"

        /** A server whose documents name [issuer], at any place that is asked. */
        fun answer(
            request: ReceivedRequest,
            issuer: String,
        ): ScriptedAnswer =
            when {
                "/.well-known/" in request.url -> {
                    ScriptedAnswer(
                        """{"issuer":"$issuer","token_endpoint":"$origin/token","revocation_endpoint":"$origin/revoke",
                           "device_authorization_endpoint":"$origin/device"}""",
                    )
                }

                request.url == "$origin/device" -> {
                    ScriptedAnswer(
                        """{"device_code":"dc","user_code":"UC","verification_uri":"$origin/go","expires_in":60,"interval":1}""",
                    )
                }

                request.url == "$origin/token" -> {
                    ScriptedAnswer.token(""""refresh_token":"r1"""")
                }

                else -> {
                    ScriptedAnswer("", mediaType = null)
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
                val desk = LoginDesk { answer(it, issuer) }

                desk.authenticate(url) { clientId = "app" }.accessToken shouldBe "at"
                val requests = desk.requests.size
                desk.authenticate(issuer) { clientId = "app" }.accessToken shouldBe "at"

                desk.requests shouldHaveSize requests
                desk.store.keys() shouldBe setOf(TokenKey.forIssuer(issuer, "app"))
                TokenKey.forIssuer(if ("://" in url) url else "https://$url", "app") shouldBe TokenKey.forIssuer(issuer, "app")
                TokenKey.forIssuer(issuer, "app").value shouldBe "$issuer#client_id=app"
            }
        }

        test("a document of another issuer starts no login") {
            val desk = LoginDesk { answer(it, "https://evil.example") }

            shouldThrow<InvalidResponseException> {
                desk.authenticate("$origin/.well-known/openid-configuration") { clientId = "app" }
            }
            desk.requests shouldHaveSize 1
            desk.store.keys() shouldBe emptySet()
        }

        test("an issuer with a final slash is found by its document, and its token can be revoked by its key") {
            val desk = LoginDesk { answer(it, "$origin/") }
            desk.authenticate("$origin/.well-known/openid-configuration") { clientId = "app" }
            val sent = mutableListOf<ReceivedRequest>()
            val clients =
                Clients(
                    environment = { null },
                    httpClients = HttpClients({ null }) { _, _ ->
                        HttpClient(
                            MockEngine { data ->
                                val answer = answer(ReceivedRequest.of(data).also { sent += it }, "$origin/")
                                respond(answer.body, HttpStatusCode.fromValue(answer.status), answer.ktorHeaders)
                            },
                        )
                    },
                )
            val manager = TokenManager(desk.store, emptyList(), desk.clock, connect = clients::connect)

            manager.clearAll().map { it.revocation } shouldContainExactly listOf(Revocation.DONE)
            sent.last().url shouldBe "$origin/revoke"
            desk.store.keys() shouldBe emptySet()
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
