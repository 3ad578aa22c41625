package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.StoreException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.StandardOpenOption
import kotlin.io.path.createDirectory
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.io.path.writeText

class FileLockAttemptTest :
    FunSpec({
        fun lockFile() = tempdir("lock").toPath().toRealPath().resolve("x.lock")

        test("one claim at a time succeeds") {
            val file = lockFile()
            val first = FileLockAttempt(file)
            val second = FileLockAttempt(file)
            first.tryAcquire() shouldBe true
            second.tryAcquire() shouldBe false
            first.close()
            second.use { it.tryAcquire() shouldBe true }
        }

        test("the lock of a file that was deleted meanwhile is not taken for the lock") {
            val file = lockFile()
            val first = FileLockAttempt(file)
            val second = FileLockAttempt(file)
            first.tryAcquire() shouldBe true
            second.tryAcquire() shouldBe false
            file.deleteExisting()
            first.close()
            second.tryAcquire() shouldBe false
            second.use { it.tryAcquire() shouldBe true }
            file.exists() shouldBe true
        }

        test("a file that loses its name while it is opened is not locked in place of the one that gets it") {
            val file = lockFile().apply { writeText("") }
            var openings = 0
            val lockAttempt =
                FileLockAttempt(file, openFile = {
                    FileChannel.open(it, StandardOpenOption.READ, StandardOpenOption.WRITE).also {
                        if (++openings == 1) {
                            file.deleteExisting()
                            file.writeText("")
                        }
                    }
                })
            lockAttempt.use {
                it.tryAcquire() shouldBe true
                FileLockAttempt(file).use { other -> other.tryAcquire() shouldBe false }
            }
            openings shouldBe 2
        }

        test("a name that never stays is waited for like a lock, and nothing is left open") {
            val file = lockFile().apply { writeText("") }
            val opened = mutableListOf<FileChannel>()
            val lockAttempt =
                FileLockAttempt(file, openFile = {
                    FileChannel.open(it, StandardOpenOption.READ, StandardOpenOption.WRITE).also { channel ->
                        opened += channel
                        file.deleteExisting()
                        file.writeText("")
                    }
                })
            lockAttempt.use { it.tryAcquire() shouldBe false }
            opened.filter { it.isOpen } shouldHaveSize 0
        }

        test("the file tells who has the lock, as long as they have it") {
            val file = lockFile()
            val first = FileLockAttempt(file)
            val second = FileLockAttempt(file)
            first.tryAcquire() shouldBe true
            second.tryAcquire() shouldBe false
            second.holder() shouldBe ProcessHandle.current().pid()
            first.close()
            second.holder().shouldBeNull()
            file.writeText("no number")
            second.holder().shouldBeNull()
            file.writeText("4".repeat(1_000))
            second.holder().shouldBeNull()
            file.writeText("")
            second.use {
                it.tryAcquire() shouldBe true
                it.holder() shouldBe ProcessHandle.current().pid()
            }
            file.readText().take(21).isBlank() shouldBe true
        }

        test("a file of another program is not our lock file: it is refused, and stays unchanged") {
            val texts = listOf(
                "[[package]]\nname = \"x\"\n",
                "no number",
                "4".repeat(1_000),
                "4711\n",
                "x".padEnd(20) + "\n",
                "4 1".padEnd(20) + "\n",
            )
            for (text in texts) {
                val file = lockFile()
                file.writeText(text)
                FileLockAttempt(file).use { lockAttempt ->
                    val message = shouldThrow<StoreException> { lockAttempt.tryAcquire() }.message
                    message shouldContain "The lock file $file holds what another program has written"
                    message.lines() shouldHaveSize 1
                }
                file.readText() shouldBe text
            }
        }

        test("a lock file of ours is one whoever had it, and whatever a power cut has left of it") {
            for (text in listOf("", "".padEnd(20) + "\n", "4711".padEnd(20) + "\n", "\u0000".repeat(21))) {
                val file = lockFile()
                file.writeText(text)
                FileLockAttempt(file).use {
                    it.tryAcquire() shouldBe true
                    it.holder() shouldBe ProcessHandle.current().pid()
                }
            }
        }

        test("content that another program writes into a held file is not overwritten") {
            val file = lockFile()
            FileLockAttempt(file).use {
                it.tryAcquire() shouldBe true
                file.writeText("content-hash = 1")
            }
            file.readText() shouldBe "content-hash = 1"
        }

        test("why a lock file cannot be opened is told, and its name once") {
            val file = lockFile()
            val gone = file.resolveSibling("gone").resolve("x.lock")
            shouldThrow<StoreException> { FileLockAttempt(gone).tryAcquire() }.message shouldContain
                "The lock file $gone could not be opened (its directory is gone)."
            file.createDirectory()
            shouldThrow<StoreException> { FileLockAttempt(file).tryAcquire() }.message shouldContain
                "The lock file $file could not be opened (Is a directory)."
        }

        test("a file system without locks is told of") {
            val lockAttempt = FileLockAttempt(lockFile()) { throw IOException("Function not implemented") }
            lockAttempt.use {
                shouldThrow<StoreException> { it.tryAcquire() }.message shouldContain
                    "cannot lock files (Function not implemented)"
            }
        }
    })
