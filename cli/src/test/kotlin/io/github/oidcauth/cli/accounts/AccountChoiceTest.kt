package io.github.oidcauth.cli.accounts

import io.github.oidcauth.cli.accounts.AccountChoice.Stored
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

class AccountChoiceTest : FunSpec({
    val host = "https://idp.example"
    val none = Stored(emptyList())
    val plain = Stored(listOf(null))
    val alice = Stored(listOf("alice", "alice"))
    val plainAndAlice = Stored(listOf("alice", null))
    val both = Stored(listOf("bob", "alice"))

    test("without a selection the token without an account is used, else the only account") {
        AccountChoice.default(host, null, none).shouldBeNull()
        AccountChoice.default(host, null, plain).shouldBeNull()
        AccountChoice.default(host, null, alice) shouldBe "alice"
        AccountChoice.default(host, null, plainAndAlice).shouldBeNull()
    }

    test("several accounts without a selection are an error that names them and the way out") {
        val error = shouldThrow<AmbiguousAccountException> { AccountChoice.default(host, null, both) }
        error.message shouldContain "alice, bob"
        error.message shouldContain "oidc-auth switch --account NAME https://idp.example"
    }

    test("the selected account is used, whether it has a token or not") {
        AccountChoice.default(host, AccountSelection("bob"), both) shouldBe "bob"
        AccountChoice.default(host, AccountSelection("bob"), alice) shouldBe "bob"
        AccountChoice.default(host, AccountSelection(null), both).shouldBeNull()
        AccountChoice.inUse(null, both).shouldBeNull()
        AccountChoice.inUse(null, plainAndAlice) shouldBe AccountSelection(null)
    }

    test("switch without a name changes to the other one of two") {
        AccountChoice.toggled(host, AccountSelection("alice"), both) shouldBe "bob"
        AccountChoice.toggled(host, AccountSelection("bob"), both) shouldBe "alice"
        AccountChoice.toggled(host, null, plainAndAlice) shouldBe "alice"
        AccountChoice.toggled(host, AccountSelection("alice"), plainAndAlice).shouldBeNull()
    }

    test("switch without a name says what to do where there are not two") {
        fun message(
            selection: AccountSelection?,
            stored: Stored,
        ) = shouldThrow<AccountSwitchException> { AccountChoice.toggled(host, selection, stored) }.message
        message(null, none) shouldContain "No token is stored"
        message(null, alice) shouldContain "no other account at https://idp.example than alice"
        message(null, both) shouldContain "alice, bob. Name one: oidc-auth switch --account NAME"
        message(AccountSelection("alice"), Stored(listOf("alice", "bob", "carol"))) shouldContain "alice, bob, carol"
        message(AccountSelection(null), plain) shouldContain "than the token without an account"
    }

    test("names of a store do not control the terminal") {
        val stored = Stored(listOf("a\u001b[2J", "b"))
        val error = shouldThrow<AmbiguousAccountException> { AccountChoice.default(host, null, stored) }
        error.message.any { it.isISOControl() } shouldBe false
    }
})
