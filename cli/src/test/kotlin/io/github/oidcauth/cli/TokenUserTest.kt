package io.github.oidcauth.cli

import io.github.oidcauth.Token
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.util.Base64

class TokenUserTest :
    FunSpec({
        // The header is {"alg":"RS256"}: without an algorithm it would be no JWS (RFC 7515 §4.1.1).
        fun jwt(claims: String) =
            "eyJhbGciOiJSUzI1NiJ9.${Base64.getUrlEncoder().withoutPadding().encodeToString(claims.toByteArray())}.c2ln"

        fun token(
            accessToken: String,
            idToken: String? = null,
        ) = Token.builder(accessToken).also { it.idToken = idToken }.build()

        test("the ID token says who it is before the access token does, by a name before a number") {
            val access = jwt("""{"sub":"of-access"}""")
            TokenUser.nameIn(token(access, jwt("""{"sub":"1","email":"a@b.example","preferred_username":"alice"}"""))) shouldBe
                "alice"
            TokenUser.nameIn(token(access, jwt("""{"sub":"1","email":"a@b.example"}"""))) shouldBe "a@b.example"
            TokenUser.nameIn(token(access, jwt("""{"iss":"x"}"""))) shouldBe "of-access"
            TokenUser.nameIn(token(access)) shouldBe "of-access"
        }

        test("an opaque token, and one that only looks like a JWT, name nobody") {
            listOf(
                "opaque",
                "a.b.c",
                "..",
                "e30.bm90IGpzb24.c2ln",
                jwt("[1]"),
                jwt("""{"sub":17}"""),
                jwt("""{"sub":" "}"""),
            ).forEach {
                TokenUser.nameIn(token(it)).shouldBeNull()
            }
        }

        test("a name has a hundred characters at most") {
            TokenUser.nameIn(token(jwt("""{"sub":"${"x".repeat(100)}"}"""))) shouldBe "x".repeat(100)
            TokenUser.nameIn(token(jwt("""{"sub":"${"x".repeat(101)}"}"""))) shouldBe "x".repeat(100)
        }
    })
