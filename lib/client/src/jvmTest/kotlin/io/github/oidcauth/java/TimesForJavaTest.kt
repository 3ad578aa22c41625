package io.github.oidcauth.java

import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.ClientBench
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.openid.RegisteredClient
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaInstant
import java.time.Instant as JavaInstant

class TimesForJavaTest :
    FunSpec({
        suspend fun introspected(response: String) = ClientBench { ScriptedResponse(response) }.client().introspect("at")

        test("the times of an introspected token") {
            val told = introspected("""{"active":true,"exp":1800000300,"iat":1800000000,"nbf":1800000001}""")
            told.getExpiresAt() shouldBe JavaInstant.ofEpochSecond(1_800_000_300)
            told.getIssuedAt() shouldBe JavaInstant.ofEpochSecond(1_800_000_000)
            told.getNotBefore() shouldBe JavaInstant.ofEpochSecond(1_800_000_001)

            val untold = introspected("""{"active":true}""")
            untold.getExpiresAt().shouldBeNull()
            untold.getIssuedAt().shouldBeNull()
            untold.getNotBefore().shouldBeNull()
        }

        test("the times of a registered client") {
            val told =
                RegisteredClient.deserialize(
                    """{"client_id":"c","client_secret_expires_at":1800000300,"client_id_issued_at":1800000000}""",
                )
            told.getClientSecretExpiresAt() shouldBe JavaInstant.ofEpochSecond(1_800_000_300)
            told.getClientIdIssuedAt() shouldBe JavaInstant.ofEpochSecond(1_800_000_000)

            val untold = RegisteredClient.deserialize("""{"client_id":"c","client_secret_expires_at":0}""")
            untold.getClientSecretExpiresAt().shouldBeNull()
            untold.getClientIdIssuedAt().shouldBeNull()
        }

        test("Kotlin counts down in its own durations, without arguments too") {
            val left: Duration? = Token("at") { expiresIn(60.seconds) }.expiresIn()
            (left.shouldNotBeNull() in 50.seconds..60.seconds) shouldBe true
        }

        test("the end of a login on another device") {
            val bench = ClientBench { ScriptedResponse("""{"auth_req_id":"ar","expires_in":60}""") }

            val login = bench.client().backchannelAuthentication(BackchannelAuthenticationRequest.loginHint("alice").build())

            login.getExpiresAt() shouldBe (bench.clock.now() + 60.seconds).toJavaInstant()
        }
    })
