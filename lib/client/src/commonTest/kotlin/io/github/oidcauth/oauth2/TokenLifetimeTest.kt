package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.internal.jose.NimbusJose
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

/** Expiry of tokens whose responses have none. */
class TokenLifetimeTest :
    FunSpec({
        val signingKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1")

        fun ClientBench.jwt(exp: JsonPrimitive): String =
            NimbusJose.jose.signer.sign(JsonObject(mapOf("exp" to exp)), signingKey, JwsAlgorithm.ES256, "at+jwt")

        fun ClientBench.jwtFor(life: Duration): String = jwt(JsonPrimitive((clock.now() + life).epochSeconds))

        /** Returns the lifetime of the token in a response with an access token and [members]; null for ever. */
        suspend fun lifetime(
            previous: Token? = null,
            members: String = "",
            settings: TokenResponseSettings = TokenResponseSettings.DEFAULT,
            accessToken: ClientBench.() -> String = { "opaque" },
        ): Duration? {
            lateinit var bench: ClientBench
            bench =
                ClientBench { ScriptedResponse("""{"access_token":"${bench.accessToken()}","token_type":"Bearer"$members}""") }
            val grant = if (previous == null) ClientCredentialsGrant() else RefreshTokenGrant(previous)
            val token = bench.client { tokenResponse = settings }.token(grant)
            return token.expiresAt?.let { it - bench.clock.now() }.also { token.lifetime shouldBe it }
        }

        fun old(life: Duration?) =
            Token("old") {
                refreshToken = "r"
                lifetime = life
            }
        val twoHours = TokenResponseSettings { defaultLifetime = 2.hours }

        test("the lifetime of the response takes precedence") {
            lifetime(old(60.seconds), ""","expires_in":30""", twoHours) { jwtFor(90.seconds) } shouldBe 30.seconds
        }

        test("then the end that a signed JWT names for itself") {
            lifetime(old(60.seconds), settings = twoHours) { jwtFor(90.seconds) } shouldBe 90.seconds
            lifetime(members = ""","expires_in":"soon"""") { jwtFor(90.seconds) } shouldBe 90.seconds
        }

        test("but not one that is over on arrival, or is no time") {
            lifetime { jwtFor(0.seconds) }.shouldBeNull()
            lifetime { jwtFor(1.seconds) } shouldBe 1.seconds
            lifetime { jwtFor((-1).hours) }.shouldBeNull()
            lifetime { jwt(JsonPrimitive("1900000000")) }.shouldBeNull()
            lifetime { "a.b.c" }.shouldBeNull()
        }

        test("then the lifetime of the token before") { lifetime(old(60.seconds), settings = twoHours) shouldBe 60.seconds }

        test("then the default in the settings, and nothing without one") {
            lifetime(old(null), settings = twoHours) shouldBe 2.hours
            lifetime(settings = twoHours) shouldBe 2.hours
            lifetime().shouldBeNull()
        }

        test("a default lifetime is a setting of the client like others") {
            val config = ClientConfig("c") { tokenResponse = twoHours }
            config.newBuilder().build() shouldBe config
            (config == ClientConfig("c")) shouldBe false
            ClientConfig.builder(
                "c",
            ).tokenResponse(TokenResponseSettings { defaultLifetime = 7_200.seconds }).build() shouldBe
                config
        }
    })
