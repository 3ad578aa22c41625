// Tests IdTokenText.
package io.github.oidcauth.cli.tokens

import io.github.oidcauth.Token
import io.github.oidcauth.cli.framework.CommandFailure
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.util.Base64
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

internal class AuthorizationHeaderTest : FunSpec({
    test("the type of the token is respected, and Bearer has its usual spelling") {
        mapOf("Bearer" to "Bearer", "bearer" to "Bearer", "MAC" to "MAC").forEach { (type, scheme) ->
            AuthorizationHeader.of(Token("s3cret") { tokenType = type }) shouldBe "Authorization: $scheme s3cret"
        }
    }

    test("a token that is bound to a key is refused with what to do, and is not shown") {
        listOf("DPoP", "dpop").forEach { type ->
            val refused =
                shouldThrow<CommandFailure> { AuthorizationHeader.of(Token("s3cret") { tokenType = type }) }
            refused.message shouldContain "oidc-auth api"
            refused.message shouldNotContain "s3cret"
        }
    }

    test("an ID token has expired at its exp, or a minimum lifetime before") {
        val now = Instant.fromEpochSeconds(1_000)

        fun expiring(claims: String): Token {
            val part = Base64.getUrlEncoder().withoutPadding().encodeToString(claims.toByteArray())
            return Token("at") { idToken = "eyJhbGciOiJSUzI1NiJ9.$part.c2ln" }
        }
        IdTokenText.isExpired(expiring("""{"exp":1000}"""), now, Duration.ZERO) shouldBe true
        IdTokenText.isExpired(expiring("""{"exp":1001}"""), now, Duration.ZERO) shouldBe false
        IdTokenText.isExpired(expiring("""{"exp":1060}"""), now, 60.seconds) shouldBe true
        IdTokenText.isExpired(expiring("""{"exp":1061}"""), now, 60.seconds) shouldBe false
        IdTokenText.isExpired(expiring("{}"), now, Duration.ZERO) shouldBe false
        IdTokenText.isExpired(Token("at"), now, Duration.ZERO) shouldBe false
    }
})
