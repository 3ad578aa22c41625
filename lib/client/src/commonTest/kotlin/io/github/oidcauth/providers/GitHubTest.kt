// Tests ProviderQuirks.
package io.github.oidcauth.providers

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.ExpiredTokenException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.internal.tokens.TokenRefresh
import io.github.oidcauth.oauth2.ReceivedRequest
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.maps.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

/** GitHub: forms unless asked otherwise, errors with status 200, codes of its own, commas. */
@OptIn(ExperimentalCoroutinesApi::class)
class GitHubTest :
    FunSpec({
        val tokenUrl = "https://github.com/login/oauth/access_token"
        val deviceUrl = "https://github.com/login/device/code"

        fun form(text: String) = ScriptedResponse(text, mediaType = "application/x-www-form-urlencoded; charset=utf-8")

        /** GitHub responds in JSON only when it is asked to. */
        fun respond(
            request: ReceivedRequest,
            json: String,
            form: String,
        ) = if (request.header("accept") == "application/json") ScriptedResponse(json) else form(form)

        fun error(code: String) = ScriptedResponse(
            """{"error":"$code","error_description":"Look it up.","error_uri":"https://docs.github.com/x"}""",
        )

        suspend fun refresh(response: ScriptedResponse) =
            MisbehavingServer()
                .apply { post(tokenUrl) { response } }
                .client(GitHub.provider()) { clientSecret = "s3cret" }
                .token(RefreshTokenGrant("ghr_old"))

        test("JSON is asked for at both endpoints, and a scope with commas is one with blanks") {
            runTest {
                val server = MisbehavingServer(this)
                server.post(deviceUrl) {
                    respond(
                        it,
                        """{"device_code":"dc","user_code":"WDJB-MJHT","verification_uri":"https://github.com/login/device",
                            "expires_in":900,"interval":5}""",
                        "device_code=dc&expires_in=900&interval=5&user_code=WDJB-MJHT",
                    )
                }
                server.post(tokenUrl) {
                    respond(it, """{"access_token":"gho_1","scope":"repo,gist","token_type":"bearer"}""", "access_token=no")
                }
                val client = server.client(GitHub.provider())

                val token = client.pollingJob(client.deviceAuthorization()).await()

                token.accessToken shouldBe "gho_1"
                token.tokenType shouldBe "Bearer"
                token.scope shouldBe "repo gist"
                // Tokens of OAuth apps have no end, and nothing to refresh them with.
                token.expiresAt.shouldBeNull()
                token.isUsable(server.bench.clock.now() + 3650.days) shouldBe true
                token.refreshToken.shouldBeNull()
            }
        }

        test("a form is read all the same, since a proxy may take the Accept header away") {
            val token = refresh(form("access_token=gho_1&scope=repo%2Cgist&token_type=bearer"))

            token.accessToken shouldBe "gho_1"
            token.scope shouldBe "repo gist"
        }

        test("a whole login goes through such a proxy: codes, pending, slow_down with its interval, and token are forms") {
            runTest {
                val polledAt = mutableListOf<Long>()
                val server = MisbehavingServer(this)
                server.post(deviceUrl) {
                    form(
                        "device_code=dc&expires_in=900&interval=6&user_code=WDJB-MJHT" +
                            "&verification_uri=https%3A%2F%2Fgithub.com%2Flogin%2Fdevice",
                    )
                }
                val responses =
                    ArrayDeque(
                        listOf(
                            form("error=authorization_pending&error_description=Wait+for+it."),
                            form("error=slow_down&interval=25"),
                            form("access_token=gho_1&scope=repo&token_type=bearer"),
                        ),
                    )
                server.post(tokenUrl) {
                    polledAt += currentTime / 1000
                    responses.removeFirst()
                }
                val client = server.client(GitHub.provider())

                val code = client.deviceAuthorization()
                val token = client.pollingJob(code).await()

                code.verificationUri shouldBe "https://github.com/login/device"
                code.userCode shouldBe "WDJB-MJHT"
                code.expiresInSeconds shouldBe 900
                token.accessToken shouldBe "gho_1"
                polledAt shouldContainExactly listOf(6L, 12L, 37L)
            }
        }

        test("a form that says something twice, or is broken, is neither a token nor codes") {
            listOf("access_token=a&access_token=b&token_type=bearer", "access_token=%zz&token_type=bearer").forEach {
                shouldThrow<InvalidResponseException> { refresh(form(it)) }
            }
            val server = MisbehavingServer()
            server.post(deviceUrl) { form("device_code=a&device_code=b&expires_in=900&user_code=C") }

            shouldThrow<InvalidResponseException> { server.client(GitHub.provider()).deviceAuthorization() }
        }

        test("an error in a form with status 200 is an error") {
            val failure = shouldThrow<InvalidGrantException> { refresh(form("error=bad_refresh_token&error_description=no")) }

            failure.error shouldBe "bad_refresh_token"
        }

        context("an error with status 200 is what GitHub's code stands for") {
            mapOf(
                "bad_refresh_token" to InvalidGrantException::class,
                "bad_verification_code" to InvalidGrantException::class,
                "incorrect_device_code" to InvalidGrantException::class,
                "incorrect_client_credentials" to InvalidClientException::class,
                "device_flow_disabled" to UnauthorizedClientException::class,
                "access_denied" to AuthorizationDeniedException::class,
                "token_expired" to ExpiredTokenException::class,
                "unverified_user_email" to OtherOAuthException::class,
            ).forEach { (code, type) ->
                test(code) {
                    val failure = shouldThrow<OAuthException> { refresh(error(code)) }

                    failure::class shouldBe type
                    failure.error shouldBe code
                    failure.errorDescription shouldBe "Look it up."
                    failure.errorUri shouldBe "https://docs.github.com/x"
                    failure.detail.orEmpty() shouldContain code
                    failure.statusCode shouldBe 200
                }
            }
        }

        test("a refresh token that GitHub does not take any more is not tried again") {
            TokenRefresh.isRejected(shouldThrow { refresh(error("bad_refresh_token")) }) shouldBe true
        }

        test("slow_down carries a new interval, and it counts") {
            runTest {
                val polledAt = mutableListOf<Long>()
                val server = MisbehavingServer(this)
                server.post(deviceUrl) { ScriptedResponse(device()) }
                val responses =
                    ArrayDeque(
                        listOf(
                            ScriptedResponse("""{"error":"slow_down","error_description":"Too many requests","interval":25}"""),
                            ScriptedResponse("""{"error":"authorization_pending"}"""),
                            ScriptedResponse.token(),
                        ),
                    )
                server.post(tokenUrl) {
                    polledAt += currentTime / 1000
                    responses.removeFirst()
                }
                val client = server.client(GitHub.provider())

                client.pollingJob(client.deviceAuthorization()).await()

                polledAt shouldContainExactly listOf(5L, 30L, 55L)
            }
        }

        test("a device code that GitHub does not know ends the login") {
            runTest {
                val server = MisbehavingServer(this)
                server.post(deviceUrl) { ScriptedResponse(device()) }
                server.post(tokenUrl) { error("incorrect_device_code") }
                val client = server.client(GitHub.provider())

                shouldThrow<InvalidGrantException> { client.pollingJob(client.deviceAuthorization()).await() }

                server.requests(tokenUrl).size shouldBe 1
            }
        }

        test("device logins that are switched off say so") {
            val server = MisbehavingServer()
            server.post(deviceUrl) { error("device_flow_disabled") }

            shouldThrow<UnauthorizedClientException> { server.client(GitHub.provider()).deviceAuthorization() }.error shouldBe
                "device_flow_disabled"
        }

        test("a device login is a public client's, and everything else has the secret in the body") {
            runTest {
                val server = MisbehavingServer(this)
                server.post(deviceUrl) { ScriptedResponse(device()) }
                server.post(tokenUrl) { ScriptedResponse.token() }
                val client = server.client(GitHub.provider()) { clientSecret = "s3cret" }

                client.pollingJob(client.deviceAuthorization(RequestOptions { scope("repo", "gist") })).await()
                client.token(RefreshTokenGrant("ghr_old"))

                val (poll, refresh) = server.requests(tokenUrl)
                server.requests(deviceUrl).single().form.mapValues { it.value.single() } shouldContainExactly
                    mapOf("client_id" to "my-client", "scope" to "repo gist")
                poll["client_id"] shouldBe "my-client"
                poll.showsCredentials shouldBe false
                refresh["client_secret"] shouldBe "s3cret"
                refresh.header("authorization").shouldBeNull()
            }
        }

        test("a token of a GitHub App lives for 8 hours, and its refresh token changes with each refresh") {
            val server = MisbehavingServer()
            server.post(tokenUrl) {
                ScriptedResponse(
                    """{"access_token":"ghu_2","expires_in":28800,"refresh_token":"ghr_2","refresh_token_expires_in":15811200,
                        "scope":"","token_type":"bearer"}""",
                )
            }
            val client = server.client(GitHub.provider())

            val token = client.token(RefreshTokenGrant(Token("ghu_1") { refreshToken = "ghr_1" }))

            token.refreshToken shouldBe "ghr_2"
            token.expiresAt shouldBe server.bench.clock.now() + 8.hours
            token.refreshExpiresAt shouldBe server.bench.clock.now() + 15_811_200.seconds
        }

        test("the login hint is called login") {
            val request =
                MisbehavingServer().client(GitHub.provider()).authorizationRequest(REDIRECT) {
                    scope("repo", "gist")
                    loginHint("octocat")
                }

            request.sent["login"] shouldBe "octocat"
            request.sent["login_hint"].shouldBeNull()
            request.sent["scope"] shouldBe "repo gist"
            request.sent["code_challenge_method"] shouldBe "S256"
        }

        test("a code that was used before is an invalid grant, though GitHub says so with status 200") {
            val server = MisbehavingServer()
            server.post(tokenUrl) { error("bad_verification_code") }
            val client = server.client(GitHub.provider()) { clientSecret = "s3cret" }

            shouldThrow<InvalidGrantException> { client.browserLogin { scope("repo") } }.error shouldBe "bad_verification_code"
            server.requests(tokenUrl).single()["client_secret"] shouldBe "s3cret"
        }
    }) {
    private companion object {
        fun device() =
            """{"device_code":"dc","user_code":"WDJB-MJHT",""" +
                """"verification_uri":"https://github.com/login/device","expires_in":900,"interval":5}"""
    }
}
