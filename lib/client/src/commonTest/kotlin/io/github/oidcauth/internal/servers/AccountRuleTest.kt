// Tests UserNames and WrongAccountException.
package io.github.oidcauth.internal.servers

import io.github.oidcauth.Token
import io.github.oidcauth.WrongAccountException
import io.github.oidcauth.internal.crypto.Base64Url
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive

private const val ISSUER = "https://idp.example"

/** Returns a token with an ID token of these claims. */
internal fun tokenOf(vararg claims: Pair<String, Any>): Token {
    val all: Map<String, JsonElement> =
        (mapOf("iss" to ISSUER) + claims).mapValues { (_, value) ->
            if (value is Boolean) JsonPrimitive(value) else JsonPrimitive("$value")
        }
    val parts = listOf("""{"alg":"ES256"}""", JsonObject(all).toString(), "signature")
    return Token("at") { idToken = parts.joinToString(".") { Base64Url.encode(it.encodeToByteArray()) } }
}

/** The decisions about the user of a token. */
class AccountRuleTest :
    FunSpec({
        fun accepts(
            account: String,
            vararg claims: Pair<String, Any>,
        ) {
            val token = tokenOf(*claims)
            withClue("$account ${claims.toList()}") { AccountRule(account, isLabel = false).check(token, null) shouldBe token }
        }

        fun refuses(
            account: String,
            vararg claims: Pair<String, Any>,
        ): WrongAccountException =
            withClue("$account ${claims.toList()}") {
                shouldThrow<WrongAccountException> { AccountRule(account, isLabel = false).check(tokenOf(*claims), null) }
            }

        test("the first token of an account has to name it") {
            accepts("248289761001", "sub" to "248289761001")
            accepts("alice", "sub" to "1", "preferred_username" to "alice")
            accepts("alice@example.com", "sub" to "1", "upn" to "alice@example.com")
            accepts("alice@example.com", "sub" to "1", "preferred_username" to "Alice@Example.com")
            accepts("alice@example.com", "sub" to "1", "email" to "ALICE@example.com", "email_verified" to true)
            accepts("alice@example.com", "sub" to "1", "email" to "alice@example.com", "email_verified" to "true")
        }

        test("the token of another user is refused with both names") {
            val error = refuses("alice@example.com", "sub" to "2", "preferred_username" to "bob", "name" to "alice@example.com")
            error.account shouldBe "alice@example.com"
            error.actualUser shouldBe "bob"
            error.message shouldContain "The account is alice@example.com, and bob has logged in."
            error.message shouldContain "Nothing was stored."
        }

        test("names are compared exactly, and addresses without regard to the case of ASCII letters only") {
            listOf("Alice", "alice ", "alice\u0000").forEach {
                refuses("alice", "sub" to it)
                refuses("alice", "sub" to "1", "preferred_username" to it)
            }
            refuses("alice@example.com", "sub" to "1", "preferred_username" to "alice@example.com.mallory.example")
            // The Kelvin sign is a k in lower case.
            refuses("kim@example.com", "sub" to "1", "preferred_username" to "\u212Aim@example.com")
        }

        test("an address that the server has not verified is nobody's, and the message says so") {
            listOf(
                emptyArray(),
                arrayOf<Pair<String, Any>>("email_verified" to false),
                arrayOf("email_verified" to "no"),
            ).forEach {
                val error =
                    refuses(
                        "alice@example.com",
                        "sub" to "2",
                        "preferred_username" to "mallory",
                        "email" to "alice@example.com",
                        *it,
                    )
                error.message shouldContain "has not verified"
                error.actualUser shouldBe "mallory"
            }
        }

        test("a token that names the user by an identifier only is refused with the scopes that are missing") {
            val error = refuses("alice@example.com", "sub" to "248289761001")
            error.message shouldContain "identifies the user only as 248289761001"
            error.message shouldContain "scopes profile and email"
            error.actualUser shouldBe "248289761001"
        }

        test("letters that look the same are refused, and spelled out in the message") {
            val error = refuses("alice", "sub" to "2", "preferred_username" to "\u0430lice")
            error.message shouldContain "\\u0430lice has logged in"
            error.actualUser shouldBe "\\u0430lice"
            refuses("alice", "sub" to "2", "preferred_username" to "\u0410\u043B\u0438\u0441\u0430").actualUser shouldBe
                "\u0410\u043B\u0438\u0441\u0430"
        }

        test("claims do not control the terminal, and long ones are cut off") {
            val error = refuses("alice", "sub" to "2", "preferred_username" to "\u001B[2Jbob\nOK \u202E" + "x".repeat(10_000))
            error.message shouldNotContain "\u001B"
            error.message shouldNotContain "\n"
            error.message shouldNotContain "\u202E"
            (error.message.length < 600) shouldBe true
        }

        test("with another hint the account is a label, and the first token is that of any user") {
            val token = tokenOf("sub" to "2", "preferred_username" to "bob")
            AccountRule("work", isLabel = true).check(token, null) shouldBe token
        }

        test("later tokens have the user of the stored one, whatever their names are now") {
            val stored = tokenOf("sub" to "1", "preferred_username" to "alice")
            val renamed = tokenOf("sub" to "1", "preferred_username" to "alice.liddell")
            val other = tokenOf("sub" to "2", "preferred_username" to "alice")
            listOf(true, false).forEach { isLabel ->
                val rule = AccountRule("alice", isLabel)
                rule.check(renamed, stored) shouldBe renamed
                val error = shouldThrow<WrongAccountException> { rule.check(other, stored) }
                error.message shouldContain "the identifier at the server (sub) is another"
                shouldThrow<WrongAccountException> { rule.check(tokenOf("iss" to "https://other.example", "sub" to "1"), stored) }
                shouldThrow<WrongAccountException> { rule.check(Token("at"), stored) }.message shouldContain "scope openid"
            }
        }

        test("a token without an ID token is accepted where none was stored, and so is the first that names a user") {
            val rule = AccountRule("alice", isLabel = false)
            val token = Token("at")
            rule.check(token, null) shouldBe token
            rule.check(token, Token("old")) shouldBe token
            shouldThrow<WrongAccountException> { rule.check(tokenOf("sub" to "bob"), Token("old")) }
        }
    })
