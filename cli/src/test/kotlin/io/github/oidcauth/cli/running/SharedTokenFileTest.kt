package io.github.oidcauth.cli.running

import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.framework.CommandFailure
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.io.IOException
import java.nio.file.Files
import java.nio.file.attribute.BasicFileAttributes
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectory
import kotlin.io.path.createFile
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.getPosixFilePermissions
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText

class SharedTokenFileTest :
    FunSpec({
        fun rights(text: String) = PosixFilePermissions.fromString(text)

        test("a file is its owner's alone, also one that others could read before, and nothing else is left beside it") {
            val path = TemporaryFolders.new().resolve("token")
            path.createFile().setPosixFilePermissions(rights("rw-r--r--"))
            val file = SharedTokenFile(path)
            file.write("one")
            file.write("two")
            path.readText() shouldBe "two"
            path.getPosixFilePermissions() shouldBe rights("rw-------")
            path.parent.listDirectoryEntries().map { it.name } shouldBe listOf("token")
        }

        test("a group may read it if the user says so, and others never") {
            val path = TemporaryFolders.new().resolve("token")
            SharedTokenFile(path, checkNotNull(SharedTokenFile.rightsOf("0640"))).write("text")
            path.getPosixFilePermissions() shouldBe rights("rw-r-----")
            SharedTokenFile.rightsOf("600") shouldBe rights("rw-------")
            listOf("644", "660", "0666", "777", "604", "", "x", "00640").forEach { SharedTokenFile.rightsOf(it) shouldBe null }
        }

        test("a reader who has opened the old file reads it to its end") {
            val path = TemporaryFolders.new().resolve("token")
            val file = SharedTokenFile(path)
            file.write("old")
            Files.newInputStream(path).use { reader ->
                file.write("new")
                String(reader.readAllBytes()) shouldBe "old"
            }
        }

        test("a link is replaced and not followed, so that nobody can have another file written") {
            val directory = TemporaryFolders.new()
            val other = directory.resolve("other").also { it.writeText("untouched") }
            val path = directory.resolve("token").createSymbolicLinkPointingTo(other)
            SharedTokenFile(path).write("token")
            other.readText() shouldBe "untouched"
            path.readText() shouldBe "token"
        }

        test("a failure leaves the old content and no other file") {
            val directory = TemporaryFolders.new()
            val path = directory.resolve("token").createDirectory()
            shouldThrow<IOException> { SharedTokenFile(path).write("token") }.message.orEmpty() shouldContain "is a directory"
            shouldThrow<IOException> { SharedTokenFile(directory.resolve("nowhere/token")).write("token") }
            path.listDirectoryEntries().shouldBeEmpty()
            directory.listDirectoryEntries() shouldBe listOf(path)
        }

        test("a device or a pipe is neither replaced nor removed") {
            val path = TemporaryFolders.new().resolve("pipe")
            ProcessBuilder("mkfifo", "$path").start().waitFor() shouldBe 0
            val file = SharedTokenFile(path)
            listOf(file::requireReplaceable, file::delete, { file.write("token") }).forEach { action ->
                shouldThrow<IOException> { action() }.message.orEmpty() shouldContain "is not a regular file"
            }
            path.parent.listDirectoryEntries().map { it.name } shouldBe listOf("pipe")
            Files.readAttributes(path, BasicFileAttributes::class.java).isOther shouldBe true
        }

        test("the leftovers of a killed process are removed, and no file of another name") {
            val directory = TemporaryFolders.new()
            listOf(".token.1f.new", ".token2.1f.new", "token.new").forEach { directory.resolve(it).writeText("x") }
            SharedTokenFile(directory.resolve("token")).deleteLeftovers()
            directory.listDirectoryEntries().map { it.name }.toSet() shouldBe setOf(".token2.1f.new", "token.new")
        }

        test("one process at a time has the lock, and the next one after it") {
            val file = SharedTokenFile(TemporaryFolders.new().resolve("token"))
            FileLock.of(file).use {
                shouldThrow<CommandFailure> { FileLock.of(file) }.message shouldContain "Another process keeps"
            }
            FileLock.of(file).close()
            file.path.resolveSibling(".token.lock").getPosixFilePermissions() shouldBe rights("rw-------")
        }

        test("a lock in a directory that does not exist says where") {
            val file = SharedTokenFile(TemporaryFolders.new().resolve("nowhere/token"))
            shouldThrow<CommandFailure> { FileLock.of(file) }.message shouldContain "nowhere"
        }
    })
