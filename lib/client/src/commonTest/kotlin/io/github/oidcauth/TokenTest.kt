package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.ranges.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Clock
import kotlin.time.Duration.Companion.INFINITE
import kotlin.time.Duration.Companion.ZERO
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenTest :
    FunSpec({
        val token =
            Token("at") {
                expiresAt = Instant.fromEpochSeconds(1_800_000_000)
                refreshToken = "rt"
                refreshExpiresAt = Instant.fromEpochSeconds(1_900_000_000)
                idToken = "a.b.c"
                scope = "openid read"
                extra = JsonObject(mapOf("tenant" to JsonPrimitive("t1")))
            }

        test("a token is the same after it was text") {
            Token.deserialize(token.serialize()) shouldBe token
            token.serialize() shouldBe token.toJson().toString()
        }

        context("a token is built as it is stored, so that it is equal to what a store returns:") {
            val end = Instant.fromEpochSeconds(1_800_000_000)
            mapOf<String, Token>(
                "times with a fraction of a second" to
                    Token("at") {
                        expiresAt = end + 999.milliseconds
                        refreshToken = "rt"
                        refreshExpiresAt = end + 1.nanoseconds
                    },
                "times that mean never" to
                    Token("at") {
                        expiresAt = Instant.DISTANT_FUTURE
                        refreshToken = "rt"
                        refreshExpiresAt = Instant.fromEpochSeconds(253_402_300_799)
                    },
                "the last time that means something" to Token("at") { expiresAt = Instant.fromEpochSeconds(253_402_300_798) },
                "a time before 1970" to Token("at") { expiresAt = Instant.DISTANT_PAST },
                "the first moment of 1970" to Token("at") { expiresAt = Instant.fromEpochSeconds(0) },
                "the expiry of a refresh token that is not there" to Token("at") { refreshExpiresAt = end },
                "a refresh token that is longer than one in a response may be" to
                    Token("at") {
                        refreshToken = "r".repeat(70_000)
                        refreshExpiresAt = end
                    },
                "empty texts" to
                    Token("at") {
                        refreshToken = ""
                        idToken = ""
                        scope = ""
                    },
                "members that have a property of their own" to
                    Token("at") { extra = JsonObject(mapOf("expires_in" to JsonPrimitive(3), "a" to JsonPrimitive(1))) },
            ).forEach { (what, built) ->
                test(what) {
                    Token.deserialize(built.serialize()) shouldBe built
                    built.newBuilder().build() shouldBe built
                }
            }
        }

        test("times are cut to whole seconds, to the past, and an expired token stays expired") {
            fun endOf(time: Instant) = Token("at") { expiresAt = time }.expiresAt
            endOf(Instant.fromEpochMilliseconds(1_800_000_000_999)) shouldBe Instant.fromEpochSeconds(1_800_000_000)
            endOf(Instant.fromEpochSeconds(1_800_000_001)) shouldBe Instant.fromEpochSeconds(1_800_000_001)
            endOf(Instant.fromEpochSeconds(253_402_300_799)).shouldBeNull()
            endOf(Instant.fromEpochSeconds(0)) shouldBe Instant.fromEpochSeconds(1)
        }

        listOf(
            "",
            "rt-secret",
            "[]",
            "\"rt-secret\"",
            "null",
            "{}",
            """{"refresh_token":"rt-secret"}""",
            "{\"access_token\":\"rt-secret\"",
        )
            .forEach { text ->
                test("'$text' is no token, and what it held is not repeated") {
                    shouldThrow<InvalidResponseException> { Token.deserialize(text) }.toString() shouldNotContain "rt-secret"
                }
            }

        test("a token is usable until its expiry is a minute away, and for ever when it does not say") {
            val now = Instant.fromEpochSeconds(1_800_000_000)

            fun expiringIn(seconds: Int) = Token("at") { expiresAt = now + seconds.seconds }
            expiringIn(61).isUsable(now) shouldBe true
            expiringIn(60).isUsable(now) shouldBe false
            expiringIn(1).isUsable(now, leeway = ZERO) shouldBe true
            expiringIn(0).isUsable(now, leeway = ZERO) shouldBe false
            Token("at").isUsable(now) shouldBe true
        }

        test("a token has expired at its expiry, or the leeway before, and never when that is not known") {
            val now = Instant.fromEpochSeconds(1_800_000_000)

            fun expiringIn(seconds: Int) = Token("at") { expiresIn(seconds.seconds, now) }
            expiringIn(1).isExpired(now = now) shouldBe false
            expiringIn(0).isExpired(now = now) shouldBe true
            expiringIn(31).isExpired(leeway = 30.seconds, now = now) shouldBe false
            expiringIn(30).isExpired(leeway = 30.seconds, now = now) shouldBe true
            expiringIn(-30).isExpired(leeway = (-31).seconds, now = now) shouldBe false
            Token("at").isExpired(now = now) shouldBe false
            Token("at") { expiresIn(1.hours) }.isExpired() shouldBe false
        }

        test("the lifetime counts down to zero, and is null when it is not known") {
            val now = Instant.fromEpochSeconds(1_800_000_000)
            val fresh = Token("at") { expiresIn(600.seconds, now) }

            fresh.expiresAt shouldBe now + 600.seconds
            fresh.lifetime shouldBe 600.seconds
            fresh.expiresIn(now) shouldBe 600.seconds
            fresh.expiresIn(now + 599.seconds) shouldBe 1.seconds
            fresh.expiresIn(now + 601.seconds) shouldBe ZERO
            Token("at").expiresIn(now).shouldBeNull()
            shouldThrow<IllegalArgumentException> { Token("at") { expiresIn(INFINITE) } }
        }

        test("a raw response keeps its lifetime, counted from when it was read") {
            val before = Clock.System.now()
            val token =
                Token.deserialize(
                    """{"access_token":"a","expires_in":600,"refresh_token":"r","refresh_expires_in":1200}""",
                )
            val after = Clock.System.now()

            token.expiresAt.shouldNotBeNull() shouldBeIn before + 599.seconds..after + 600.seconds
            token.refreshExpiresAt.shouldNotBeNull() shouldBeIn before + 1199.seconds..after + 1200.seconds
            token.lifetime shouldBe 600.seconds
            token.extra.keys shouldBe emptySet()
            Token.deserialize(token.serialize()) shouldBe token
        }

        test("a token is stale 30 seconds before the last of it ends, and never when that has no known end") {
            token.staleAt shouldBe Instant.fromEpochSeconds(1_900_000_000 - 30)
            token.newBuilder().also { it.refreshToken = null }.build().staleAt shouldBe
                Instant.fromEpochSeconds(1_800_000_000 - 30)
            token.newBuilder().also { it.refreshExpiresAt = null }.build().staleAt.shouldBeNull()
            token.newBuilder().also { it.expiresAt = null }.build().staleAt.shouldBeNull()
        }

        test("tokens are equal when all that a caller sees of them is") {
            token.newBuilder().build() shouldBe token
            token.newBuilder().build().hashCode() shouldBe token.hashCode()
            token.newBuilder().also { it.lifetime = 60.seconds }.build() shouldBe token
            listOf<Token.Builder.() -> Unit>(
                { accessToken = "other" },
                { tokenType = "DPoP" },
                { expiresAt = null },
                { refreshToken = null },
                { refreshExpiresAt = null },
                { idToken = null },
                { scope = null },
                { extra = JsonObject(emptyMap()) },
            ).forEach { change -> token.newBuilder().apply(change).build() shouldNotBe token }
        }

        test("neither a token nor its builder shows a secret") {
            val secret =
                Token("s3cret-a") {
                    refreshToken = "s3cret-r"
                    idToken = "s3cret-i"
                    extra = JsonObject(mapOf("s3cret-x" to JsonPrimitive("s3cret-y")))
                }
            "$secret ${secret.newBuilder()}" shouldNotContain "s3cret"
            "${Token("s3cret-a")}" shouldContain "refreshToken=none"
        }

        test("the header names the type as it is written, Bearer in any case") {
            Token("at") { tokenType = "bearer" }.headers shouldBe mapOf("Authorization" to "Bearer at")
            Token("at") { tokenType = "DPoP" }.headers shouldBe mapOf("Authorization" to "DPoP at")
        }

        listOf("", "s3cret\n", "s3cret\u007f", "s3cr\u00e9t").forEach { text ->
            test("'${text.replace("\n", "\\n")}' cannot stand in a header, and is not repeated") {
                shouldThrow<IllegalArgumentException> { Token(text) }.toString() shouldNotContain "s3cr"
                shouldThrow<IllegalArgumentException> { Token("at") { tokenType = text } }.toString() shouldNotContain "s3cr"
            }
        }
    })
