// Tests ProviderQuirks.
package io.github.oidcauth.providers

import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.OtherOAuthException
import io.github.oidcauth.oauth2.AuthorizationRequestBuilder
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonPrimitive

/** Slack: grants under `authed_user`, commas, types of its own, errors with status 200. */
class SlackTest :
    FunSpec({
        val tokenUrl = "https://slack.com/api/oauth.v2.access"

        suspend fun token(
            provider: Provider,
            body: String,
        ) = MisbehavingServer()
            .apply { post(tokenUrl) { ScriptedResponse(body) } }
            .client(provider) { clientSecret = "s3cret" }
            .token(RefreshTokenGrant("xoxe-1-old"))

        val both =
            """{"ok":true,"access_token":"xoxb-bot","token_type":"bot","scope":"commands,incoming-webhook","bot_user_id":"U0",
                "team":{"id":"T1"},"authed_user":{"id":"U1","scope":"chat:write,users:read",
                "access_token":"xoxp-person","token_type":"user"}}"""

        test("the bot's token is at the top") {
            val token = token(Slack.bot(), both)

            token.accessToken shouldBe "xoxb-bot"
            token.tokenType shouldBe "Bearer"
            token.scope shouldBe "commands incoming-webhook"
            token.expiresAt.shouldBeNull()
            token.toString() shouldNotContain "xox"
        }

        test("the user's token is under authed_user, and what stands around it is kept") {
            val token = token(Slack.user(), both)

            token.accessToken shouldBe "xoxp-person"
            token.tokenType shouldBe "Bearer"
            token.scope shouldBe "chat:write users:read"
            token.extra["bot_user_id"] shouldBe JsonPrimitive("U0")
            token.extra["id"] shouldBe JsonPrimitive("U1")
        }

        test("a refreshed token of the user is at the top") {
            val token =
                token(
                    Slack.user(),
                    """{"ok":true,"access_token":"xoxe.xoxp-2","expires_in":43200,""" +
                        """"refresh_token":"xoxe-1-new","token_type":"user"}""",
                )

            token.accessToken shouldBe "xoxe.xoxp-2"
            token.refreshToken shouldBe "xoxe-1-new"
        }

        test("a response with a user and no token is none") {
            shouldThrow<InvalidResponseException> { token(Slack.user(), """{"ok":true,"authed_user":{"id":"U1"}}""") }
        }

        mapOf(
            "invalid_code" to InvalidGrantException::class,
            "code_already_used" to InvalidGrantException::class,
            "invalid_refresh_token" to InvalidGrantException::class,
            "invalid_client_id" to InvalidClientException::class,
            "bad_client_secret" to InvalidClientException::class,
            "ratelimited" to OtherOAuthException::class,
        ).forEach { (code, type) ->
            test("$code comes with status 200, and is ${type.simpleName}") {
                val failure = shouldThrow<OAuthException> { token(Slack.bot(), """{"ok":false,"error":"$code"}""") }

                failure::class shouldBe type
                failure.error shouldBe code
            }
        }

        test("scopes are asked for with commas, the user's as user_scope") {
            suspend fun asked(
                provider: Provider,
                configure: AuthorizationRequestBuilder.() -> Unit = {},
            ) = MisbehavingServer()
                .client(provider)
                .authorizationRequest(REDIRECT) {
                    scope("chat:write", "users:read")
                    configure()
                }.sent
                .filterKeys { it.endsWith("scope") }

            asked(Slack.bot()) shouldBe mapOf("scope" to "chat:write,users:read")
            asked(Slack.user()) shouldBe mapOf("user_scope" to "chat:write,users:read")
            asked(Slack.bot()) { parameter("user_scope", "search:read") } shouldBe
                mapOf("scope" to "chat:write,users:read", "user_scope" to "search:read")
        }

        test("the code of a login buys the bot's token or the user's, from the same response") {
            mapOf(Slack.bot() to "xoxb-bot", Slack.user() to "xoxp-person").forEach { (provider, accessToken) ->
                val server = MisbehavingServer()
                server.post(tokenUrl) { ScriptedResponse(both) }

                server.client(provider) { clientSecret = "s3cret" }.browserLogin { scope("chat:write") }.accessToken shouldBe
                    accessToken
            }
        }

        test("Sign in with Slack does as specified") {
            val server = MisbehavingServer()
            server.publish(
                "https://slack.com",
                "issuer" to "https://slack.com",
                "token_endpoint" to "https://slack.com/api/openid.connect.token",
            )

            server.client(Slack.openId()).metadata.tokenEndpoint shouldBe "https://slack.com/api/openid.connect.token"
        }
    })
