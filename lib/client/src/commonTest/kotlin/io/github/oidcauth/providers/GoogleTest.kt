package io.github.oidcauth.providers

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest

/** Google: `verification_url`, a secret for polling alone, no refresh token in the response to a refresh. */
class GoogleTest :
    FunSpec({
        val deviceUrl = "https://oauth2.googleapis.com/device/code"
        val tokenUrl = "https://oauth2.googleapis.com/token"

        fun server(scope: TestScope? = null) =
            MisbehavingServer(scope).apply {
                publish(
                    "https://accounts.google.com",
                    "issuer" to "https://accounts.google.com",
                    "authorization_endpoint" to "https://accounts.google.com/o/oauth2/v2/auth",
                    "token_endpoint" to tokenUrl,
                    "device_authorization_endpoint" to deviceUrl,
                )
                // Parameters that Google's own description of the request does not name are not sent.
                post(deviceUrl) {
                    if (it.showsCredentials || it.form.keys != setOf("client_id", "scope")) {
                        ScriptedResponse.error("invalid_request")
                    } else {
                        ScriptedResponse(
                            """{"device_code":"dc","user_code":"GQVQ-JKEC","verification_url":"https://www.google.com/device",
                                "expires_in":1800,"interval":5}""",
                        )
                    }
                }
            }

        test("the page is in verification_url, and the secret is sent when polling and not before") {
            runTest {
                val server = server(this)
                server.post(tokenUrl) {
                    if (it.showsCredentials) {
                        ScriptedResponse.token()
                    } else {
                        ScriptedResponse.error(
                            "invalid_request",
                            more = """"error_description":"client_secret is missing."""",
                        )
                    }
                }
                val client = server.client(Google.offline()) { clientSecret = "s3cret" }

                val code = client.deviceAuthorization(RequestOptions { scope("email", "profile") })

                code.verificationUri shouldBe "https://www.google.com/device"
                code.verificationUriComplete.shouldBeNull()
                server.requests(deviceUrl).single().form.mapValues { it.value.single() } shouldContainExactly
                    mapOf("client_id" to "my-client", "scope" to "email profile")
                client.pollingJob(code).await().accessToken shouldBe "at"
            }
        }

        test("pending comes with status 428 and a refusal with 403, and each is what its code says") {
            runTest {
                val server = server(this)
                val responses =
                    ArrayDeque(
                        listOf(
                            ScriptedResponse.error("authorization_pending", 428),
                            ScriptedResponse.error("access_denied", 403),
                        ),
                    )
                server.post(tokenUrl) { responses.removeFirst() }
                val client = server.client(Google.offline()) { clientSecret = "s3cret" }

                shouldThrow<AuthorizationDeniedException> {
                    client.pollingJob(client.deviceAuthorization(RequestOptions { scope("email") })).await()
                }
                server.requests(tokenUrl).size shouldBe 2
            }
        }

        test("the response to a refresh has no refresh token, and the old one is kept") {
            val server = server()
            server.post(tokenUrl) { ScriptedResponse.token() }

            val token = server.client(Google.offline()).token(RefreshTokenGrant(Token("old") { refreshToken = "1//rt" }))

            token.accessToken shouldBe "at"
            token.refreshToken shouldBe "1//rt"
        }

        test("a login in the browser asks for offline access and consent, unless the caller says otherwise") {
            suspend fun asked(
                provider: Provider,
                configure: AuthorizationRequestBuilder.() -> Unit = {},
            ) = server().client(provider).authorizationRequest(REDIRECT, configure).sent.filterKeys {
                it == "access_type" || it == "prompt"
            }

            asked(Google.offline()) shouldBe mapOf("access_type" to "offline", "prompt" to "consent")
            asked(Google.offline()) { prompt("select_account") } shouldBe
                mapOf("access_type" to "offline", "prompt" to "select_account")
            asked(Google.offline()) { parameter("access_type", "online") } shouldBe
                mapOf("access_type" to "online", "prompt" to "consent")
            asked(Google.online()) shouldBe emptyMap()
            Google.online().authorizationDefaults shouldBe RequestOptions.NONE
        }
    })
