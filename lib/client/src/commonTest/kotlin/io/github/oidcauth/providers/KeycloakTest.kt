package io.github.oidcauth.providers

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.tokens.TokenRefresh
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.ScriptedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.seconds

/** Keycloak: refresh tokens without an end, an issuer to the last slash, refresh tokens that are used once. */
class KeycloakTest :
    FunSpec({
        val issuer = "https://sso.example.com/realms/staff"
        val tokenUrl = "$issuer/protocol/openid-connect/token"
        val provider = Keycloak.realm("https://sso.example.com/", "staff")

        fun server(named: String = issuer) =
            MisbehavingServer().apply { publish(issuer, "issuer" to named, "token_endpoint" to tokenUrl) }

        suspend fun refreshed(lifetime: String) =
            server().run {
                post(tokenUrl) { ScriptedResponse.token(""""refresh_token":"rt2","refresh_expires_in":$lifetime""") }
                client(provider).token(RefreshTokenGrant("rt")) to bench.clock.now()
            }

        test("refresh_expires_in: 0 means that the refresh token has no fixed end, and 1 that it lives for a second") {
            refreshed("0").first.refreshExpiresAt.shouldBeNull()
            val (token, now) = refreshed("1")
            token.refreshExpiresAt shouldBe now + 1.seconds
        }

        listOf("$issuer/", "https://sso.example.com/realms/Staff", "https://SSO.example.com/realms/staff").forEach { named ->
            test("a Keycloak that calls itself $named is another issuer") {
                shouldThrow<InvalidResponseException> { server(named).client(provider) }
            }
        }

        test("a refresh token that was used before is not worth another try") {
            val server = server()
            server.post(tokenUrl) {
                ScriptedResponse.error(
                    "invalid_grant",
                    more = """"error_description":"Maximum allowed refresh token reuse exceeded"""",
                )
            }

            val failure = shouldThrow<InvalidGrantException> { server.client(provider).token(RefreshTokenGrant("rt")) }

            TokenRefresh.isRejected(failure) shouldBe true
            server.requests(tokenUrl).size shouldBe 1
        }
    })
