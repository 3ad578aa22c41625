package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSizeLimit
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

class TokenSizeTest :
    FunSpec({
        val long = "s3cret".repeat(TokenSizeLimit.BYTES / 6 + 1)

        fun members(vararg lengths: Pair<String, Int>) = JsonObject(
            lengths.associate { (name, n) ->
                name to
                    JsonPrimitive("x".repeat(n))
            },
        )

        fun padded(length: Int) = Token("at") { extra = members("pad" to length) }

        /** The longest padding that a store takes. */
        val most = (1..TokenSizeLimit.BYTES).toList().binarySearch { if (TokenSizeLimit.fits(padded(it))) -1 else 1 }.let {
            -it -
                1
        }

        test("a token that a store takes is taken from a response, and one of a byte more is not, without a word of it") {
            val largest = padded(most)
            TokenSize.check(largest) shouldBeSameInstanceAs largest
            shouldThrow<InvalidResponseException> { TokenSize.check(padded(most + 1)) }
            shouldThrow<InvalidResponseException> { TokenSize.check(Token(long)) }.toString() shouldNotContain "s3cret"
        }

        test("a token that fits is left as it is") {
            val largest = padded(most)
            TokenSize.trimToFit(largest) shouldBeSameInstanceAs largest
        }

        test("of a token that is too large the members go that nobody knows, and the rest stays where that is enough") {
            val token =
                Token("at") {
                    refreshToken = "rt"
                    idToken = "a.b.c"
                    extra = members("pad" to most + 1)
                }
            TokenSize.trimToFit(token) shouldBe
                Token("at") {
                    refreshToken = "rt"
                    idToken = "a.b.c"
                }
        }

        test("the ID token goes after them, and the refresh token stays") {
            val token =
                Token("at") {
                    refreshToken = "rt"
                    idToken = long
                    extra = members("known" to 1)
                }
            TokenSize.trimToFit(token) shouldBe Token("at") { refreshToken = "rt" }
        }

        test("unknown members are kept up to their limit, punctuation included, and one character more is not") {
            // The name, two quotes around the value, and four characters between members.
            val room = TokenSize.MAX_EXTRA - 1 - 2 - 4
            TokenSize.limitExtra(members("a" to room)) shouldBe members("a" to room)
            TokenSize.limitExtra(members("a" to room + 1)) shouldBe members()
        }

        test("the largest members go first, and no more of them than it takes") {
            val half = TokenSize.MAX_EXTRA / 2
            TokenSize.limitExtra(members("small" to 10, "larger" to half, "largest" to half + 1)) shouldBe
                members("small" to 10, "larger" to half)
        }
    })
