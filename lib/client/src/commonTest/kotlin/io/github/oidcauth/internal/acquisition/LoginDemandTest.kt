package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.Token
import io.github.oidcauth.UnmetAuthenticationRequirementsException
import io.github.oidcauth.internal.acquisition.LoginDemand.Fulfilment
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.encoding.Base64
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class LoginDemandTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_800_000_000)

        fun challenge(
            acrValues: String?,
            maxAge: Long?,
        ) = InsufficientUserAuthenticationException(acrValues = acrValues, maxAgeSeconds = maxAge)

        fun token(claims: String?) =
            Token("a") {
                claims?.let {
                    idToken =
                        "eyJhbGciOiJSUzI1NiJ9.${Base64.UrlSafe.encode(it.encodeToByteArray()).trimEnd('=')}.c2ln"
                }
            }

        test("the login has the parameters of the challenge, and a challenge without any is one for a new login") {
            LoginDemand.of(challenge("gold  silver gold", 300)).parameters shouldBe
                mapOf("acr_values" to "gold silver", "max_age" to "300")
            LoginDemand.of(challenge(null, 0)).parameters shouldBe mapOf("max_age" to "0")
            LoginDemand.of(challenge("gold", null)).parameters shouldBe mapOf("acr_values" to "gold")
            LoginDemand.of(challenge(null, null)).parameters shouldBe mapOf("prompt" to "login")
        }

        test("an API cannot make the parameters invalid") {
            LoginDemand.of(challenge(" \n ", Long.MAX_VALUE)).parameters shouldBe mapOf("max_age" to "3155760000")
            LoginDemand.of(challenge("gold\u0007\r\nX: y", -1)).parameters shouldBe mapOf("acr_values" to "gold X: y")
        }

        test("an ID token fulfils a demand, or not, or does not say") {
            val acr = LoginDemand.of(challenge("gold silver", null))
            val age = LoginDemand.of(challenge(null, 60))
            val both = LoginDemand.of(challenge("gold", 60))
            val recent = now.epochSeconds - 60
            val table =
                listOf(
                    Triple(acr, """{"acr":"silver"}""", Fulfilment.MET),
                    Triple(acr, """{"acr":"bronze"}""", Fulfilment.UNMET),
                    Triple(acr, """{"acr":["gold"]}""", Fulfilment.UNKNOWN),
                    Triple(acr, "{}", Fulfilment.UNKNOWN),
                    Triple(acr, null, Fulfilment.UNKNOWN),
                    Triple(age, """{"auth_time":$recent}""", Fulfilment.MET),
                    Triple(age, """{"auth_time":${recent - 1}}""", Fulfilment.UNMET),
                    Triple(age, """{"acr":"gold"}""", Fulfilment.UNKNOWN),
                    Triple(both, """{"acr":"gold","auth_time":$recent}""", Fulfilment.MET),
                    Triple(both, """{"acr":"gold"}""", Fulfilment.UNKNOWN),
                    Triple(both, """{"auth_time":${recent - 1}}""", Fulfilment.UNMET),
                    Triple(LoginDemand.of(challenge(null, null)), """{"acr":"gold"}""", Fulfilment.UNKNOWN),
                )
            table.forEach { (demand, claims, expected) ->
                withClue("$demand $claims") { demand.fulfilment(token(claims), now, Duration.ZERO) shouldBe expected }
            }
        }

        test("the leeway is added to the age") {
            val demand = LoginDemand.of(challenge(null, 60))
            val token = token("""{"auth_time":${now.epochSeconds - 70}}""")
            demand.fulfilment(token, now, 10.seconds) shouldBe Fulfilment.MET
            demand.fulfilment(token, now + 1.seconds, 10.seconds) shouldBe Fulfilment.UNMET
        }

        test("a new login is accepted unless its ID token contradicts the demand") {
            val demand = LoginDemand.of(challenge("gold", 300))
            listOf(null, "{}", """{"acr":"gold","auth_time":${now.epochSeconds - 360}}""").forEach {
                demand.accept(token(it), now) shouldBe token(it)
            }
            shouldThrow<UnmetAuthenticationRequirementsException> { demand.accept(token("""{"acr":"bronze"}"""), now) }
                .message shouldContain "gold"
            shouldThrow<UnmetAuthenticationRequirementsException> {
                demand.accept(token("""{"acr":"gold","auth_time":${now.epochSeconds - 361}}"""), now)
            }
        }

        test("the user sees the reason") {
            LoginDemand(listOf("gold", "silver"), 5.minutes).notice shouldBe
                "The API demands a login with the authentication context gold or silver, and a login of the last 5m. Log in again."
            LoginDemand(emptyList(), Duration.ZERO).notice shouldBe "The API demands a new login. Log in again."
            LoginDemand(emptyList(), null).notice shouldBe "The API demands a new login. Log in again."
        }
    })
