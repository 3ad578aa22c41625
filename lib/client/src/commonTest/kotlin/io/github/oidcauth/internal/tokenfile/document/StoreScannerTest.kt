package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.key
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.now
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.store
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.token
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import kotlinx.serialization.json.JsonObject

class StoreScannerTest :
    FunSpec({
        fun scan(
            text: String,
            known: Map<String, StoreMember> = emptyMap(),
        ) = StoreScanner(ArrayBytes(text.encodeToByteArray()), StoreMember).members(known)

        val odd =
            """
            {
              "https://h": {
                "token": {
                  "access_token": "a\"\\\n\u00e9/~",
                  "expires": 1900000000,
                  "list": [
                    1,
                    -0.5e+10,
                    [],
                    {},
                    true,
                    NaN
                  ],
                  "headers": {}
                },
                "stored_at": 1717027200.0
              },
              "a\tname": null,
              "number": -Infinity
            }
            """.trimIndent()

        test("our own output is found unchanged") {
            store(3).let { scan(it.print()).shouldNotBeNull().keys } shouldContainExactly
                setOf("https://h1", "https://h2", "https://h3")
            scan(odd).shouldNotBeNull().keys shouldContainExactly setOf("https://h", "a\tname", "number")
            scan("{}") shouldBe emptyMap()
            StoreDocument(scan(odd).shouldNotBeNull()).print() shouldBe odd
        }

        test("another format is not found, and can still be read") {
            listOf(
                "$odd\n",
                odd.replace("\n", "\r\n"),
                odd.replace("\": ", "\":"),
                odd.replaceFirst("  ", "\t"),
                odd.replace("https://h", "https://\u00e9"),
                "\uFEFF$odd",
                "{\n}",
                "{\"a\": 1}",
                "{\n  \"a\": 1,\n  \"a\": 1\n}",
            ).forEach {
                withClue(it) {
                    scan(it).shouldBeNull()
                    TokenDocument.parse(it).shouldNotBeNull()
                }
            }
        }

        test("whatever byte is changed, what is found is what a parser finds") {
            val bytes = odd.encodeToByteArray()
            for (i in bytes.indices) {
                for (c in "{}[],:\"\\ \n0e.-xu\u0000\u007f\u0080".map { it.code.toByte() }) {
                    val changed = bytes.copyOf().also { it[i] = c }
                    val members = StoreScanner(ArrayBytes(changed), StoreMember).members(emptyMap()) ?: continue
                    withClue(changed.decodeToString()) {
                        val parsed = PythonJson.parse(changed.decodeToString()).shouldBeInstanceOf<JsonObject>()
                        members.mapValues { it.value.value() } shouldBe parsed
                    }
                }
            }
        }

        test("a file that is cut off anywhere is not found") {
            (0 until odd.length).forEach { scan(odd.take(it)).shouldBeNull() }
        }

        test("members that did not change are carried over, whatever happens around them") {
            val before = store(5)
            val others =
                mapOf(
                    "changed" to before.put(key(3), token("new"), now),
                    "gone" to before.remove(key(1)).remove(key(4)),
                    "new" to before.put(key(6), token("new"), now),
                    "other order" to before.remove(key(2)).put(key(2), token("token2"), now),
                )
            others.forEach { (what, after) ->
                withClue(what) {
                    val found = scan(after.print(), before.members).shouldNotBeNull()
                    StoreDocument(found).print() shouldBe after.print()
                    found.values.forEach { member ->
                        val same = before.members[member.name]
                        if (same != null && same.value() == member.value()) member shouldBeSameInstanceAs same
                    }
                }
            }
            scan(others.getValue("changed").print(), before.members)?.get("https://h3") shouldNotBeSameInstanceAs
                before.members["https://h3"]
        }

        test("a number that goes on where a known one ended is another number") {
            val before = scan("{\n  \"n\": 1\n}").shouldNotBeNull()
            scan("{\n  \"n\": 12\n}", before).shouldNotBeNull().getValue("n").value().toString() shouldBe "12"
            scan("{\n  \"n\": 1,\n  \"m\": 2\n}", before).shouldNotBeNull().keys shouldContainExactly setOf("n", "m")
        }

        test("an entry with the maximum nesting is found, and none with more") {
            fun nested(depth: Int): String =
                (depth - 1 downTo 2).fold("[]") { inner, at -> "[\n${"  ".repeat(at)}$inner\n${"  ".repeat(at - 1)}]" }

            val deepest = "{\n  \"a\": ${nested(100)}\n}"
            TokenDocument.parse(deepest).shouldNotBeNull()
            scan(deepest).shouldNotBeNull()
            val deeper = "{\n  \"a\": ${nested(101)}\n}"
            TokenDocument.parse(deeper).shouldBeNull()
            scan(deeper).shouldBeNull()
        }
    })
