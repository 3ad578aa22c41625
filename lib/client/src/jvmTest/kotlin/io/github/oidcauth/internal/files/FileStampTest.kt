package io.github.oidcauth.internal.files

import io.kotest.assertions.nondeterministic.eventually
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** By what a file is told from the one that was there before. */
class FileStampTest : FunSpec({
    val time = FileTime.fromMillis(1_600_000_000_123)

    fun file(
        name: String,
        directory: Path,
    ) = directory.resolve(name).also {
        it.writeText("content")
        Files.setLastModifiedTime(it, time)
    }

    fun directory() = tempdir("stamp").toPath().toRealPath()

    test("each of size, time of modification, time of change and inode tells a file from another") {
        val path = file("file", directory())
        val attributes = Files.readAttributes(path, "unix:size,lastModifiedTime,mode,uid,ctime,ino,dev")
        FileStamp(attributes).matches(path) shouldBe true
        FileStamp(attributes) shouldBe FileStamp.of(path)
        mapOf(
            "size" to 8L,
            "lastModifiedTime" to FileTime.fromMillis(1_600_000_000_124),
            "ctime" to FileTime.fromMillis(1_600_000_000_124),
            "ino" to -1L,
        ).forEach { (name, value) ->
            val other = FileStamp(attributes + (name to value))
            withClue(name) {
                other.matches(path) shouldBe false
                other shouldNotBe FileStamp.of(path)
            }
        }
        FileStamp(attributes + ("mode" to 0)) shouldNotBe FileStamp.of(path)
    }

    test("a file that is replaced by one of the same size and time is another") {
        val directory = directory()
        val path = file("file", directory)
        val before = checkNotNull(FileStamp.of(path))
        Files.move(file("other", directory), path, java.nio.file.StandardCopyOption.ATOMIC_MOVE)
        before.matches(path) shouldBe false
        before shouldNotBe FileStamp.of(path)
    }

    test("a file that is written in place, with as many bytes, and given its time back, is another") {
        val path = file("file", directory())
        val before = checkNotNull(FileStamp.of(path))
        // Within one tick of the system's clock for files there is nothing to tell it by.
        eventually(10.seconds) {
            path.writeText("another")
            Files.setLastModifiedTime(path, time)
            before.matches(path) shouldBe false
            before shouldNotBe FileStamp.of(path)
        }
    }
})
