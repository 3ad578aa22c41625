package io.github.oidcauth.internal.files

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.io.IOException
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** In which order a file is written, forced to the disk and put into its place. */
class AtomicWriterTest : FunSpec({
    fun target() = tempdir("writer").toPath().toRealPath().resolve("file").also { it.writeText("before") }

    val pieces = listOf("af".encodeToByteArray(), "ter".encodeToByteArray())

    test("the whole content is forced to the disk before the file has its name, and the directory after that") {
        val target = target()
        val seen = mutableListOf<String>()
        val writer = AtomicWriter(force = {
            val temporary = target.parent.listDirectoryEntries(".*.tmp").singleOrNull()
            seen += "${temporary?.readText()} beside ${target.readText()}"
        })
        writer.replace(target, pieces)
        seen shouldContainExactly listOf("after beside before", "null beside after")
    }

    test("a file that cannot be forced to the disk replaces no other, and is deleted") {
        val target = target()
        val writer = AtomicWriter(force = { throw IOException("the disk is gone") })
        shouldThrow<IOException> { writer.replace(target, pieces) }.message shouldBe "the disk is gone"
        target.readText() shouldBe "before"
        target.parent.listDirectoryEntries().map { it.name } shouldContainExactly listOf("file")
    }

    test("a directory that cannot be forced is no failure: by then the content is in place") {
        val target = target()
        var calls = 0
        AtomicWriter(force = {
            val isDirectory = ++calls == 2
            if (isDirectory) throw IOException("this file system has no such thing")
        }).replace(target, pieces)
        target.readText() shouldBe "after"
        calls shouldBe 2
    }

    test("a copy is forced to the disk too, and a rehearsal writes all and leaves nothing") {
        val target = target()
        var forced = 0
        AtomicWriter(force = { forced++ }).create(target.resolveSibling("copy"), pieces.first())
        forced shouldBe 1
        var written = 0L
        AtomicWriter { channel, bytes -> written += channel.write(bytes) }.checkWritable(target, 200_001)
        written shouldBe 200_001
        target.parent.listDirectoryEntries().map { it.name }.sorted() shouldContainExactly listOf("copy", "file")
    }
})
