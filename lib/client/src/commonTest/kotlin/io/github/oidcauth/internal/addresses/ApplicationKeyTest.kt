// Tests TokenKey and KeyText.
package io.github.oidcauth.internal.addresses

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.TokenKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain

/** The keys of accounts, at applications and at issuers. */
class ApplicationKeyTest :
    FunSpec({
        val host = "https://app.example"
        val issuer = "https://idp.example/realms/x"

        test("the keys of accounts are written so that a user can read them") {
            TokenKey.forHost("APP.example:443/", "alice@example.com").value shouldBe "$host#account=alice@example.com"
            TokenKey.forHost("$host/tool", "a b").value shouldBe "$host/tool#account=a%20b"
            TokenKey.forIssuer(issuer, "app", listOf("openid"), account = "alice@example.com").value shouldBe
                "$issuer#account=alice@example.com&client_id=app&scope=openid"
        }

        test("without an account the keys are those of old entries") {
            TokenKey.forHost(host).value shouldBe host
            TokenKey.forHost(host, null).value shouldBe host
            TokenKey.forIssuer(issuer, "app").value shouldBe "$issuer#client_id=app"
        }

        test("a key is read as what it was made of") {
            val key = TokenKey.of(TokenKey.forHost(host, "a b&c").value).applicationKey
            key?.host shouldBe host
            key?.account shouldBe "a b&c"
            TokenKey.of(TokenKey.forIssuer(issuer, "app", account = "work").value).issuerKey?.account shouldBe "work"
            TokenKey.forHost(host).applicationKey.shouldBeNull()
            TokenKey.forHost(host, "a").issuerKey.shouldBeNull()
            TokenKey.forIssuer(issuer, "app", account = "a").applicationKey.shouldBeNull()
        }

        test("an address has one spelling, and a name keeps its own") {
            TokenKey.forHost(host, "Alice@Example.COM") shouldBe TokenKey.forHost(host, "alice@example.com")
            TokenKey.forHost(host, "Alice") shouldNotBe TokenKey.forHost(host, "alice")
        }

        test("no account is made to look like another key") {
            val keys =
                listOf("a", "a&client_id=app", "a#account=b", "a%26b", "a&b", "a=b", "account=a").flatMap {
                    listOf(TokenKey.forHost(host, it), TokenKey.forIssuer(host, "app", account = it))
                } + TokenKey.forIssuer(host, "app&account=a") + TokenKey.forIssuer(host, "app", listOf("a&account=a"))
            keys.map { it.value }.toSet().size shouldBe keys.size
            keys.mapNotNull { it.issuerKey?.account ?: it.applicationKey?.account }.size shouldBe keys.size - 2
        }

        test("another spelling of a key is none") {
            listOf(
                "$host#account=",
                "$host#account=a&account=b",
                "$host#account=Alice@example.com",
                "$host#account=%61",
                "$host#account=a%2",
                "$host#account=a&scope=b",
                "HTTPS://app.example#account=a",
                "$host/#account=a",
                "#account=a",
            ).forEach { withClue(it) { TokenKey.of(it).applicationKey.shouldBeNull() } }
            listOf(
                "$issuer#client_id=app&account=a",
                "$issuer#account=a&account=b&client_id=app",
                "$issuer#account=&client_id=app",
                "$issuer#account=a",
            ).forEach { withClue(it) { TokenKey.of(it).issuerKey.shouldBeNull() } }
        }

        test("an account is printable ASCII of at most 255 characters, without blanks at its ends") {
            TokenKey.forHost(host, "a".repeat(255)).applicationKey?.account?.length shouldBe 255
            listOf("", " ", " a", "a ", "a\n", "a\u0000", "\u0430lice", "jürgen", "a\u202Eb", "a".repeat(256)).forEach {
                withClue(it) {
                    shouldThrow<InvalidConfigException> { TokenKey.forHost(host, it) }.message shouldContain "login hint"
                    shouldThrow<InvalidConfigException> { TokenKey.forIssuer(issuer, "app", account = it) }
                }
            }
            shouldThrow<InvalidHostException> { TokenKey.forHost("https://h?x", "alice") }
        }
    })
