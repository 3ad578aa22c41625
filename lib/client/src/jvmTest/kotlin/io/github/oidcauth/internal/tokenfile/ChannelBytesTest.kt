package io.github.oidcauth.internal.tokenfile

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption
import kotlin.io.path.writeBytes
import kotlin.random.Random

class ChannelBytesTest :
    FunSpec({
        val random = Random(1)
        val content = random.nextBytes(700_001)
        val path = tempdir("bytes").toPath().resolve("file").apply { writeBytes(content) }

        fun <T> file(
            size: Int = content.size,
            use: (ChannelBytes) -> T,
        ): T = FileChannel.open(path, StandardOpenOption.READ).use { use(ChannelBytes(it, size)) }

        /** The ends of the parts: some parts are short, and some longer than one read. */
        val ends = generateSequence(0) { it + random.nextInt(if (random.nextInt(10) == 0) 300_000 else 5_000) }
            .takeWhile { it < content.size }
            .toList() + content.size

        test("the bytes are found, from the beginning to the end and back") {
            val parts = ends.zipWithNext()
            file { file -> parts.all { (from, to) -> file.has(from, content.copyOfRange(from, to)) } shouldBe true }
            file { file -> parts.reversed().all { (from, to) -> file.has(from, content.copyOfRange(from, to)) } shouldBe true }
            file { file ->
                parts.shuffled(random).all { (from, to) -> file.has(from, content.copyOfRange(from, to)) } shouldBe
                    true
            }
            file { it.has(0, content) } shouldBe true
        }

        test("one byte that is another is noticed wherever it is") {
            val parts = ends.zipWithNext().filter { (from, to) -> to > from }.shuffled(random)
            file { file ->
                parts.any { (from, to) ->
                    val wrong = content.copyOfRange(from, to)
                    wrong[listOf(0, wrong.size - 1, random.nextInt(wrong.size)).random(random)]++
                    file.has(from, wrong)
                } shouldBe false
            }
        }

        test("nothing stands before the beginning or beyond the end") {
            file { file ->
                file.has(-1, byteArrayOf(content[0])) shouldBe false
                file.has(content.size - 1, content.copyOfRange(content.size - 1, content.size)) shouldBe true
                file.has(content.size - 1, content.copyOfRange(content.size - 2, content.size)) shouldBe false
                file.has(content.size, ByteArray(0)) shouldBe true
                file.has(content.size + 1, ByteArray(0)) shouldBe false
            }
        }

        test("a file that has become shorter than it was said to be does not have what is missing") {
            file(content.size + 200_000) { file ->
                file.has(content.size, ByteArray(1)) shouldBe false
                file.has(content.size - 1, byteArrayOf(content.last(), 0)) shouldBe false
                file.has(content.size - 1, byteArrayOf(content.last())) shouldBe true
                file.read(content.size - 1, content.size + 2).toList() shouldBe listOf(content.last(), 0, 0)
            }
        }

        test("parts are copied as they are") {
            file { file ->
                ends.zipWithNext { from, to -> file.read(from, to).contentEquals(content.copyOfRange(from, to)) }.all { it }
            } shouldBe true
        }
    })
