package io.github.oidcauth.internal.files

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.io.IOException
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.FileTime
import java.util.concurrent.TimeUnit
import kotlin.io.path.writeText

class DistinctModificationTimeTest :
    FunSpec({
        val directory = tempdir("time").toPath()

        fun file(name: String): Path = directory.resolve(name).apply { writeText("{}") }

        fun modified(file: Path): FileTime = Files.getLastModifiedTime(file)

        fun nanos(time: FileTime): Long = time.to(TimeUnit.NANOSECONDS)

        test("a file's own time is a little in the past, and no other's") {
            val times =
                (1..100).map {
                    val file = file("own$it")
                    val before = modified(file)
                    val change = DistinctModificationTime().assign(file).shouldNotBeNull()
                    modified(file) shouldBe change.after
                    change.before shouldBe before
                    nanos(change.before) - nanos(change.after) shouldBeInRange 100_000_000L..1_100_000_000L
                    change.after
                }
            times.toSet().size shouldBe 100
            times.map { nanos(it) % 1_000 }.toSet().size.compareTo(10) shouldBe 1
        }

        test("a program that writes the file at the same moment gives it another, later time") {
            repeat(100) {
                val file = file("written")
                val own = DistinctModificationTime().assign(file).shouldNotBeNull().after
                file.writeText("[]")
                (modified(file) > own) shouldBe true
            }
        }

        test("the time that a file had can be given back to it") {
            val file = file("back")
            val before = modified(file)
            val change = DistinctModificationTime().assign(file).shouldNotBeNull()
            DistinctModificationTime().restore(file, change)
            modified(file) shouldBe before
        }

        test("a file stays as it is where times cannot be set") {
            val file = file("refused")
            val before = modified(file)
            DistinctModificationTime { _, _ -> throw IOException("Operation not permitted") }.assign(file).shouldBeNull()
            modified(file) shouldBe before
        }

        test("a file that is gone has no time") {
            DistinctModificationTime().assign(directory.resolve("gone")).shouldBeNull()
        }

        test("a file has none of its own where nothing tells of a change of its status") {
            val archive = directory.resolve("archive.zip")
            FileSystems.newFileSystem(archive, mapOf("create" to "true")).use { zip ->
                val file = zip.getPath("/file").apply { writeText("{}") }
                DistinctModificationTime().assign(file).shouldBeNull()
            }
        }
    })
