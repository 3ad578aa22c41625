package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.internal.tokenfile.document.StoreSamples.key
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.now
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.store
import io.github.oidcauth.internal.tokenfile.document.StoreSamples.token
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlin.random.Random

class ChangedStoreReaderTest :
    FunSpec({
        val odd = "{\n  \"n\": 1,\n  \"m\": null,\n  \"list\": [\n    1,\n    \"}\"\n  ],\n  \"k\": {}\n}"

        test("a store that is as it was is the one that is known") {
            val known = store(5)
            known.updateFrom(TextBytes(known.print())) shouldBeSameInstanceAs known
        }

        test("the entries of a changed store are those that a parser finds, and unchanged ones stay the same") {
            val known = store(6)
            val others =
                mapOf(
                    "first changed" to known.put(key(1), token("new"), now),
                    "middle changed" to known.put(key(3), token("longer than it was before"), now),
                    "last changed" to known.put(key(6), token("x"), now),
                    "two changed" to known.put(key(2), token("new"), now).put(key(5), token("new"), now),
                    "all changed" to (1..6).fold(known as TokenDocument) { it, i -> it.put(key(i), token("new$i"), now) },
                    "first gone" to known.remove(key(1)),
                    "middle gone" to known.remove(key(3)),
                    "last gone" to known.remove(key(6)),
                    "most gone" to (1..5).fold(known as TokenDocument) { it, i -> it.remove(key(i)) },
                    "new at the end" to known.put(key(7), token("new"), now),
                    "other order" to known.remove(key(2)).put(key(2), token("token2"), now),
                )
            others.forEach { (what, after) ->
                withClue(what) {
                    val found = known.updateFrom(TextBytes(after.print())).shouldBeInstanceOf<StoreDocument>()
                    found.print() shouldBe after.print()
                    found.members.keys.toList() shouldContainExactly (after as StoreDocument).members.keys.toList()
                    found.members.values.forEach { member ->
                        val same = known.members[member.name]
                        if (same != null && same.value() == member.value()) member shouldBeSameInstanceAs same
                    }
                }
            }
        }

        test("of a change in a large store little more than the change is copied") {
            val known = store(300)
            val file = TextBytes(known.put(key(150), token("new"), now).print())
            known.updateFrom(file).shouldNotBeNull()
            file.copied shouldBeLessThan 1_000
        }

        test("a file of another format or kind must be parsed") {
            val known = store(2)
            val text = known.print()
            listOf(
                "",
                "{}",
                "\n}",
                "$text\n",
                text.dropLast(1),
                text.replace("\n", "\r\n"),
                " $text",
                text.replaceFirst("{\n", ",\n"),
                text.replaceFirst("{\n  ", "{\n  \"access_token\": \"a\",\n  "),
                text.dropLast(2) + ",\n  \"https://h1\": 1\n}",
            ).forEach { withClue(it) { known.updateFrom(TextBytes(it)).shouldBeNull() } }
            TokenDocument.EMPTY.updateFrom(TextBytes(text)).shouldBeNull()
        }

        test("a file whose text is not that of the document has to be parsed whenever it is read") {
            listOf("{\"https://h\": {\"token\": {\"access_token\": \"a\"}}}", " ", "{\"access_token\": \"a\"}").forEach {
                val known = TokenDocument.parse(it).shouldNotBeNull()
                known.isVerbatim shouldBe false
                known.updateFrom(TextBytes(known.print())).shouldBeNull()
            }
        }

        test("whatever byte is changed, put in or taken out, what is found is what a parser finds") {
            val known = TokenDocument.parse(odd).shouldBeInstanceOf<StoreDocument>()
            for (at in 0..odd.length) {
                for (c in "{}[],:\"\\ \n01e.-xu\u0000") {
                    val texts =
                        listOf(
                            odd.take(at) + c + odd.drop(at),
                            odd.take(at) + c + odd.drop(at + 1),
                            odd.removeRange(at, minOf(at + 1, odd.length)),
                        )
                    texts.forEach { shouldBeAsParsed(known, it) }
                }
            }
        }

        test("wherever parts are cut out or said twice, what is found is what a parser finds") {
            val random = Random(1)
            val known = store(5)
            val text = known.print()
            var found = 0
            repeat(20_000) {
                val ends = List(3) { random.nextInt(text.length + 1) }.sorted()
                val (a, b, c) = if (random.nextBoolean()) ends else ends.map { text.lastIndexOf(',', it).coerceAtLeast(0) }
                if (shouldBeAsParsed(known, text.take(b) + text.drop(a))) found++
                if (shouldBeAsParsed(known, text.take(a) + text.substring(b, c) + text.substring(a, b) + text.drop(c))) found++
            }
            // Or this has shown nothing.
            found.compareTo(1_000) shouldBe 1
        }
    })

/** Returns whether anything was found. */
private fun shouldBeAsParsed(
    known: StoreDocument,
    text: String,
): Boolean {
    val found = known.updateFrom(TextBytes(text)) ?: return false
    withClue(text) {
        val parsed = TokenDocument.parse(text).shouldBeInstanceOf<StoreDocument>()
        found.print() shouldBe text
        (found as StoreDocument).members.map { it.key to it.value.value() } shouldBe
            parsed.members.map { it.key to it.value.value() }
    }
    return true
}

private class TextBytes(
    text: String,
) : FileBytes {
    private val bytes = text.encodeToByteArray()
    var copied = 0

    override val size: Int get() = bytes.size

    override fun get(at: Int): Byte = bytes[at]

    override fun has(
        at: Int,
        expected: ByteArray,
    ): Boolean = at >= 0 && at + expected.size <= size && bytes.copyOfRange(at, at + expected.size).contentEquals(expected)

    override fun read(
        start: Int,
        end: Int,
    ): ByteArray = bytes.copyOfRange(start, end).also { copied += it.size }
}
