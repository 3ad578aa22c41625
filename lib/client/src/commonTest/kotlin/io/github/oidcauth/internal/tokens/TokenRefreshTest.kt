package io.github.oidcauth.internal.tokens

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSizeLimit
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

class TokenRefreshTest :
    FunSpec({
        val now = Instant.fromEpochSeconds(1_800_000_000)

        context("the key of a refresh token") {
            val key = DPoPKey.generate()
            val old =
                Token("old") {
                    refreshToken = "rt"
                    dpopKey = key
                }

            test("stays with it when the response brings no other one") {
                TokenRefresh.merge(old, Token("new"), now).dpopKey shouldBe key
                TokenRefresh.merge(old, Token("new") { refreshToken = "rt" }, now).dpopKey shouldBe key
            }

            test("does not come to another refresh token") {
                TokenRefresh.merge(old, Token("new") { refreshToken = "other" }, now).dpopKey.shouldBeNull()
            }

            test("gives way to the key of the new token") {
                val new = DPoPKey.generate()
                TokenRefresh.merge(old, Token("new") { dpopKey = new }, now).dpopKey shouldBe new
            }
        }

        test("whatever is absent in either token, a refresh keeps what the response does not replace, and nothing that it does") {
            val key = DPoPKey.generate()
            val otherKey = DPoPKey.generate()

            /** A token called [name], which has each optional member whose bit is set in [present]. */
            fun tokenOf(
                name: String,
                present: Int,
                refresh: String,
                bound: DPoPKey,
                end: Instant,
            ) = Token(name) {
                fun has(bit: Int) = present and (1 shl bit) != 0
                if (has(0)) expiresAt = end
                if (has(1)) refreshToken = refresh
                if (has(2)) refreshExpiresAt = end + 1.days
                if (has(3)) idToken = "id-$name"
                if (has(4)) scope = "scope-$name"
                if (has(5)) dpopKey = bound
                if (has(6)) extra = JsonObject(mapOf("of-$name" to JsonPrimitive(name)))
                if (has(7)) lifetime = 20.minutes
            }
            var cases = 0
            for (a in 0..255) {
                for (b in 0..255) {
                    for (freshRefresh in listOf("r-2", "r-1")) {
                        val old = tokenOf("old", a, "r-1", key, now)
                        val fresh = tokenOf("new", b, freshRefresh, otherKey, now + 10.minutes)
                        val requested = if (cases % 3 == 0) "scope-asked" else null
                        val merged = TokenRefresh.merge(old, fresh, now, requested)

                        val isSameRefreshToken = fresh.refreshToken == null || fresh.refreshToken == old.refreshToken
                        merged.accessToken shouldBe "new"
                        merged.refreshToken shouldBe (fresh.refreshToken ?: old.refreshToken)
                        merged.refreshExpiresAt shouldBe
                            (fresh.refreshExpiresAt ?: old.refreshExpiresAt.takeIf { isSameRefreshToken })
                        merged.dpopKey shouldBe (fresh.dpopKey ?: old.dpopKey.takeIf { isSameRefreshToken })
                        merged.idToken shouldBe (fresh.idToken ?: old.idToken)
                        merged.scope shouldBe (fresh.scope ?: requested ?: old.scope)
                        merged.extra shouldBe (if (fresh.extra.isEmpty()) old.extra else fresh.extra)
                        merged.expiresAt shouldBe (fresh.expiresAt ?: old.lifetime?.let { now + it })
                        if (fresh.expiresAt == null && old.lifetime != null) merged.lifetime shouldBe old.lifetime
                        cases++
                    }
                }
            }
            cases shouldBe 131_072
        }

        test("members that nobody knows do not pile up, however many responses bring other ones") {
            val last =
                (1..1_000).fold(Token("a")) { old, n ->
                    TokenRefresh.merge(old, Token("b") { extra = JsonObject(mapOf("x$n" to JsonPrimitive(n))) }, now)
                }
            last.extra.keys shouldBe setOf("x1000")
        }

        test("a refreshed token never becomes too large for stores: other members are dropped first, then the ID token") {
            val large = "x".repeat(TokenSizeLimit.BYTES / 2)
            val old =
                Token("a") {
                    refreshToken = "r-1"
                    idToken = large
                    extra = JsonObject(mapOf("x" to JsonPrimitive(large)))
                }
            val small = TokenRefresh.merge(old, Token("b") { refreshToken = "r-2" }, now)
            small.refreshToken shouldBe "r-2"
            small.extra.size shouldBe 0
            small.idToken shouldBe large
            val both = TokenRefresh.merge(old, Token("b".repeat(70_000)) { refreshToken = "r-2" }, now)
            both.refreshToken shouldBe "r-2"
            both.idToken shouldBe null
            TokenSizeLimit.fits(both) shouldBe true
        }

        test("a lifetime goes from refresh to refresh when none of them says") {
            val first = Token("a") { lifetime = 90.seconds }
            val second = TokenRefresh.merge(first, Token("b"), now)
            second.expiresAt shouldBe now + 90.seconds
            TokenRefresh.merge(second, Token("c"), now + 60.seconds).expiresAt shouldBe now + 150.seconds
        }

        context("only some errors say that the refresh token is no longer good") {
            mapOf(
                "invalid_grant" to true,
                "interaction_required" to true,
                "invalid_client" to true,
                "server_error" to false,
                "temporarily_unavailable" to false,
                "slow_down" to false,
                "use_dpop_nonce" to false,
            ).forEach { (code, expected) ->
                test("$code: $expected") {
                    TokenRefresh.isRejected(OAuthError(code, statusCode = 400).toException()) shouldBe expected
                }
            }

            test("of an unknown one its status decides") {
                TokenRefresh.isRejected(OAuthError("odd", statusCode = 403).toException()) shouldBe true
                TokenRefresh.isRejected(OAuthError("odd", statusCode = 502).toException()) shouldBe false
            }
        }
    })
