package io.github.oidcauth

import io.github.oidcauth.internal.tokenfile.document.StoreDocument
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

class TokenSizeLimitTest : FunSpec({
    val key = TokenKey.of("https://h")
    val now = SettableClock().now()

    fun token(extra: JsonElement) = Token("secret") { this.extra = JsonObject(mapOf("x" to extra)) }

    /** Returns the bytes that the token takes in the file. */
    fun size(token: Token) = StoreDocument.EMPTY.put(key, token, now).pieces().sumOf { it.size }

    test("a token of the limit is taken, and one of a byte more is not, with advice and without the secret") {
        fun padded(length: Int) = token(JsonPrimitive("p".repeat(length)))
        val most = (0..TokenSizeLimit.BYTES).toList().binarySearch {
            val isTaken =
                try {
                    TokenSizeLimit.require(key, padded(it))
                    true
                } catch (_: StoreException) {
                    false
                }
            if (isTaken) -1 else 1
        }.let { -it - 2 }
        shouldNotThrowAny { TokenSizeLimit.require(key, padded(most)) }
        val message = shouldThrow<StoreException> { TokenSizeLimit.require(key, padded(most + 1)) }.message
        message shouldContain "https://h has ${TokenSizeLimit.BYTES + 1} bytes"
        message shouldNotContain "secret"
        // The name of the entry, and when it was stored.
        (size(padded(most)) - TokenSizeLimit.BYTES) shouldBeLessThanOrEqualTo 100
    }

    test("the size is that in a file: with escaped letters and indented lists") {
        val third = TokenSizeLimit.BYTES / 3
        val list = Json.parseToJsonElement("[".repeat(90) + "1,".repeat(2_000) + "1" + "]".repeat(90))
        listOf(
            JsonPrimitive("ü".repeat(third)),
            JsonPrimitive("\u0001".repeat(third)),
            JsonPrimitive("🔑".repeat(third / 2)),
            list,
        ).forEach {
            shouldThrow<StoreException> { TokenSizeLimit.require(key, token(it)) }
            (size(token(it)) > TokenSizeLimit.BYTES) shouldBe true
        }
    }

    test("each text of a token counts, the access token twice, as it is in the headers too") {
        val long = "x".repeat(TokenSizeLimit.BYTES)
        val half = "x".repeat(TokenSizeLimit.BYTES / 2)
        listOf(
            Token(half),
            Token("a") {
                refreshToken = long
            },
            Token("a") { idToken = long },
            Token("a") { scope = long },
        ).forEach {
            shouldThrow<StoreException> { TokenSizeLimit.require(key, it) }
        }
        shouldNotThrowAny { TokenSizeLimit.require(key, Token("a") { refreshToken = half }) }
    }

    test("a token that is nested too deeply to be read back is refused by every store, not by files alone") {
        val deep = Json.parseToJsonElement("[".repeat(99) + "]".repeat(99))
        shouldThrow<StoreException> { InMemoryTokenStore().put(key, token(deep)) }.message shouldContain "nested"
    }
})
