package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlin.time.Duration.Companion.seconds

class StoreRecoveryTest :
    FunSpec({
        val now = SettableClock().now()
        val names = (1..4).map { "https://h$it" }
        val whole = names.fold(TokenDocument.EMPTY) { store, name -> store.put(TokenKey.of(name), Token("a-$name"), now) }.print()
        val compact =
            """{"https://a": {"token": {"access_token": "a"}}, "version": 1, "https://b": {"token": {"access_token": "b"}}, """

        fun recovered(text: String) = StoreRecovery.of(text.encodeToByteArray())?.keys(now)?.map { it.value }

        test("of a file that is cut off anywhere, the entries before are rescued") {
            whole.indices.forEach { length ->
                val cut = whole.take(length)
                val ends = names.map { name -> whole.indexOf("\n  }", whole.indexOf(name)) + "\n  }".length }
                val expected = names.filterIndexed { i, _ -> length >= ends[i] }
                withClue(cut) { recovered(cut).orEmpty() shouldBe expected }
            }
        }

        test("an overwritten part costs the entries there, and none behind them") {
            val from = whole.indexOf("a-https://h2")
            recovered(whole.replaceRange(from, from + 30, "\u0000".repeat(30))) shouldBe
                listOf("https://h1", "https://h3", "https://h4")
            recovered(whole.replaceRange(0, 20, "x".repeat(20))) shouldBe listOf("https://h2", "https://h3", "https://h4")
        }

        test("text after the end does no harm") {
            recovered("$whole}") shouldBe names
            recovered(whole + whole.takeLast(40)) shouldBe names
        }

        test("a file in one line is rescued up to the damage") {
            recovered(compact) shouldBe listOf("https://a", "https://b")
            recovered("$compact\"https://c\": word}") shouldBe listOf("https://a", "https://b")
        }

        test("a rescued entry is as it was") {
            val store = StoreRecovery.of(whole.dropLast(1).encodeToByteArray()).shouldNotBeNull()
            store.print() shouldBe whole
        }

        test("of two entries of one name the one is rescued that was stored later, whichever comes first") {
            val key = TokenKey.of(names.last())
            val older = TokenDocument.EMPTY.put(key, Token("older"), now).print()
            val newer = TokenDocument.EMPTY.put(key, Token("newer"), now + 1.seconds).print()
            listOf(older.dropLast(2) + newer.drop(1), newer.dropLast(2) + older.drop(1)).forEach { text ->
                val entry = StoreRecovery.of(text.encodeToByteArray()).shouldNotBeNull()[key]
                entry.shouldBeInstanceOf<TokenDocument.Entry.Found>().token.accessToken shouldBe "newer"
            }
        }

        test("an encrypted entry is rescued as well") {
            val key = TokenKey.of("https://sealed")
            val sealed = EncryptedToken("k", null, ByteArray(12), ByteArray(16))
            val text = TokenDocument.EMPTY.put(key, sealed, now).print().dropLast(1)
            val entry = StoreRecovery.of(text.encodeToByteArray()).shouldNotBeNull()[key]
            entry.shouldBeInstanceOf<TokenDocument.Entry.Encrypted>().token shouldBe sealed
        }

        test("a member of a server's token is never taken as an entry of another host") {
            val inner = """"https://victim": {"token": {"access_token": "planted"}}"""
            listOf(
                """{"https://evil": {"token": {"access_token": "a", $inner, "x": """,
                """{"https://evil": {"token": {"access_token": "a", "x": {$inner}""",
                """{"https://evil": {$inner, "token": {"access_token": "a"}""",
                """{"https://evil": {"token": {"access_token": "a", "x": "\n  \"https://victim\": {\"token\": {}}" """,
                """{"https://evil": {"token": "x" {$inner}}}""",
                """xxxxxxxxxxxxxxxxx {"token": {"access_token": "a", $inner}}}""",
                """xxxxxxxxxxxxxxxxx {$inner, "token": {"access_token": "a"}}}""",
            ).forEach { withClue(it) { recovered(it)?.contains("https://victim") shouldBe null } }
        }

        test("nothing is found in what is no store") {
            listOf(
                "",
                "{",
                "}",
                "[]",
                "access_token=abc",
                """{"access_token": "", "refresh_token": "r"}""",
                """["https://h"]""",
                "{\"a\": 1",
            )
                .forEach { recovered(it).shouldBeNull() }
        }

        test("damage made on purpose takes no longer than a file may") {
            recovered("{" + "\n  \"a\": {".repeat(500_000)).shouldBeNull()
            recovered("{" + "\n  \"a\": [".repeat(500_000)).shouldBeNull()
            recovered("{\n  \"a\": " + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "x").shouldBeNull()
        }
    })
