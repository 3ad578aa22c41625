package io.github.oidcauth.internal.sources

import io.github.oidcauth.Token
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenFreshnessTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_000_000)

        fun token(lifetime: Duration) = Token("a") { expiresIn(lifetime, now) }

        fun stored(lifetime: Duration) = Token("a") { expiresAt = now + lifetime }

        test("a token is good until the leeway before its expiry, or for half of its life if no token lives longer") {
            val freshness = TokenFreshness(60.seconds, 0.0)
            freshness.goodUntil(token(61.seconds), isLast = false) shouldBe now + 1.seconds
            freshness.goodUntil(token(60.seconds), isLast = false) shouldBe now + 30.seconds
            freshness.goodUntil(stored(60.seconds), isLast = false) shouldBe now
            freshness.goodUntil(token(60.seconds), isLast = true) shouldBe now + 60.seconds
            freshness.goodUntil(Token("a"), isLast = false) shouldBe Instant.DISTANT_FUTURE
        }

        test("it is refreshed at a random time in the first half of the last part that is good") {
            val freshness = TokenFreshness(60.seconds, 0.2)
            val token = token(1_000.seconds)
            val end = freshness.goodUntil(token, isLast = false)
            end shouldBe now + 940.seconds
            freshness.refreshAt(token, end, now, jitter = 0.0) shouldBe now + 800.seconds
            freshness.refreshAt(token, end, now, jitter = 1.0) shouldBe now + 870.seconds
        }

        test("there is no refresh ahead of time if it is off, or if the token is not good by then") {
            val token = token(200.seconds)
            val end = now + 140.seconds
            TokenFreshness(60.seconds, 0.0).refreshAt(token, end, now, jitter = 0.0) shouldBe end
            TokenFreshness(60.seconds, 0.3).refreshAt(token, end, now, jitter = 0.0) shouldBe end
            TokenFreshness(60.seconds, 0.35).refreshAt(token, end, now, jitter = 0.0) shouldBe now + 130.seconds
        }

        test("the rest of the life stands for one that is not known") {
            TokenFreshness(60.seconds, 0.5).refreshAt(stored(400.seconds), now + 340.seconds, now, jitter = 0.0) shouldBe
                now + 200.seconds
        }
    })
