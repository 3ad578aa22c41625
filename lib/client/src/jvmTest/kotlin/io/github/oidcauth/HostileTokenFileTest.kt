// Tests LockFiles, TokenFile, TokenFileErrors and TrustedFile.
package io.github.oidcauth

import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.ProcessOwner
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import io.kotest.matchers.string.shouldNotContain
import java.io.IOException
import java.io.RandomAccessFile
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectory
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.exists

/** Files that must not be read or cannot be written: refused with advice, and untouched. */
class HostileTokenFileTest :
    FunSpec({
        val key = TokenKey.of("https://h")
        val text = """{"https://h": {"token": {"access_token": "kept"}}}"""
        val otherServer = 54321

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun give(path: Path) = Files.setAttribute(path, "unix:uid", otherServer, LinkOption.NOFOLLOW_LINKS)

        fun permit(
            path: Path,
            mode: String,
        ) = Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode))

        suspend fun refusesAll(
            store: FileTokenStore,
            because: String,
        ) {
            listOf<suspend () -> Any?>(
                { store.get(key) },
                { store.put(key, Token("secret-token")) },
                { store.remove(key) },
                { store.keys() },
                { store.clear() },
                { store.withLock(key) { error("must not run") } },
            ).forEach { action ->
                val message = shouldThrow<StoreException> { action() }.message
                message shouldContain because
                message shouldContain store.path.toString()
                message shouldNotContain "secret-token"
                message.lines().size shouldBe 1
            }
        }

        test("a directory is refused") {
            val files = files()
            files.path.createDirectory()
            refusesAll(files.store(), "is a directory")
        }

        test("the root directory is refused") {
            refusesAll(files().store(Path.of("/")), "is a directory")
        }

        test("a pipe is refused without waiting for who writes into it") {
            val files = files()
            ProcessBuilder("mkfifo", files.path.toString()).start().waitFor(10, TimeUnit.SECONDS) shouldBe true
            refusesAll(files.store(), "not a regular file")
        }

        test("a file of more than 32 MiB is refused") {
            val files = files()
            RandomAccessFile(files.path.toFile(), "rw").use { it.setLength((32L shl 20) + 1) }
            refusesAll(files.store(), "bytes")
        }

        test("a path through a file is refused") {
            val files = files()
            files.write("{}")
            val store = files.store(files.path.resolve("store.json"))
            shouldThrow<StoreException> { store.get(key) }
            shouldThrow<StoreException> { store.put(key, Token("a")) }
        }

        test("a file of another user is refused").config(enabledOrReasonIf = { Unprivileged.isRoot }) {
            val files = files()
            files.write(text)
            give(files.path)
            refusesAll(files.store(), "another user (id $otherServer)")
            files.text() shouldBe text
        }

        test("a file whose owner is neither root nor whom we run for is refused") {
            val files = files()
            files.write(text)
            if (TokenFiles.isRoot) give(files.path)
            val owner = if (TokenFiles.isRoot) otherServer else ProcessOwner.uid.shouldNotBeNull()
            refusesAll(files.store(owner = owner + 1), "another user (id $owner)")
            files.text() shouldBe text
        }

        test("a file that root gave us is read by an ordinary user").config(enabledOrReasonIf = { Unprivileged.isRoot }) {
            val files = files()
            files.write(text, mode = "r--r--r--")
            val job = files.store(owner = otherServer)
            job.keys() shouldBe files.store().keys()
            shouldThrow<StoreException> { job.clear() }.message shouldContain "read-only"
            files.text() shouldBe text
        }

        test("a read-only file is read and not written") {
            val files = files()
            files.write(text, "r--------")
            files.store().shouldOnlyRead(key, "read-only")
            files.text() shouldBe text
        }

        test("no refresh token is sent when the lock for writing what it buys cannot be had") {
            val files = files()
            files.write(text)
            val lock = files.directory.resolve("token-store.json.lock").createDirectory()
            val store = files.store()
            store.get(key)?.accessToken shouldBe "kept"
            shouldThrow<StoreException> { store.withLock(key) { error("must not run") } }.message shouldContain "$lock"
        }

        test("a lock file of another program is neither written nor taken for a lock, and no refresh token is sent for nothing") {
            val files = files()
            val path = files.directory.resolve("poetry")
            Files.writeString(path, text)
            permit(path, "rw-------")
            val lock = files.directory.resolve("poetry.lock")
            val packages = "[[package]]\nname = \"cryptography\"\n"
            Files.writeString(lock, packages)
            val store = files.store(path)
            store.get(key)?.accessToken shouldBe "kept"
            listOf<suspend () -> Any?>(
                { store.put(key, Token("secret-token")) },
                { store.clear() },
                { store.withLock(key) { error("must not run") } },
            ).forEach { shouldThrow<StoreException> { it() }.message shouldContain "The lock file $lock holds what another" }
            Files.readString(lock) shouldBe packages
            Files.readString(path) shouldBe text
        }

        test("a user whom the system has no name for, as in many a container, keeps tokens like any other")
            .config(enabledOrReasonIf = { Unprivileged.canStartChildrenOfAnother }) {
                val files = files()
                files.write(text)
                Files.setAttribute(files.directory, "unix:uid", Unprivileged.ANOTHER_USER)
                Files.setAttribute(files.path, "unix:uid", Unprivileged.ANOTHER_USER)
                val said = ChildProcess.start("try", files.path, prefix = Unprivileged.prefixOfAnother).finish()
                said.lines() shouldBe listOf("ok: kept", "ok: kotlin.Unit", "ok: inside")
            }

        test("a file that may not be read is refused").config(enabledOrReasonIf = { Unprivileged.canStartChildren }) {
            val files = files()
            files.write(text, "-w-------")
            val said = ChildProcess.start("try", files.path, prefix = Unprivileged.prefix).finish()
            said.lines().size shouldBe 3
            said.lines().forEach { it shouldContain "refused: The token file ${files.path} could not be" }
            said shouldContain "access denied"
            permit(files.path, "rw-------")
            files.text() shouldBe text
        }

        test("a file in a read-only directory is read and not written").config(enabledOrReasonIf = {
            Unprivileged.canStartChildren
        }) {
            val files = files()
            files.write(text)
            permit(files.directory, "r-x------")
            val said = ChildProcess.start("try", files.path, prefix = Unprivileged.prefix).finish()
            permit(files.directory, "rwx------")
            said.lines().first() shouldBe "ok: kept"
            said.lines()[1] shouldContain "refused: The lock file ${files.path}.lock could not be opened"
            said.lines()[2] shouldContain "refused: The directory of the token file ${files.path} is read-only"
            files.text() shouldBe text
            files.names() shouldBe listOf("token-store.json")
        }

        test("a file in a directory that became read-only is not refreshed").config(enabledOrReasonIf = {
            Unprivileged.canStartChildren
        }) {
            val files = files()
            files.store().put(key, Token("kept"))
            files.store().withLock(key) { }
            permit(files.directory, "r-x------")
            val said = ChildProcess.start("try", files.path, prefix = Unprivileged.prefix).finish()
            permit(files.directory, "rwx------")
            said.lines()[0] shouldBe "ok: kept"
            said.lines()[1] shouldContain "refused: The token file ${files.path} could not be written (access denied)"
            said.lines()[1] shouldContain "name another token file"
            said.lines()[2] shouldContain "refused: The directory of the token file ${files.path} is read-only"
        }

        test("a file on a read-only file system is read and not written")
            .config(enabledOrReasonIf = { Unprivileged.canMount(files().directory) }) {
                val files = files()
                Unprivileged.mount(files.directory, "size=1m") shouldBe true
                try {
                    files.write(text)
                    Unprivileged.remountReadOnly(files.directory) shouldBe true
                    files.store().shouldOnlyRead(key, "read-only")
                } finally {
                    Unprivileged.unmount(files.directory)
                }
            }

        test("a disk that is full for real loses nothing")
            .config(enabledOrReasonIf = { Unprivileged.canMount(files().directory) }) {
                val files = files()
                Unprivileged.mount(files.directory, "size=64k") shouldBe true
                try {
                    val store = files.store()
                    store.put(key, Token("kept"))
                    store.put(TokenKey.of("k"), Token("a".repeat(5_000)))
                    val before = files.text()
                    val failure = shouldThrow<StoreException> { store.put(TokenKey.of("l"), Token("b".repeat(30_000))) }
                    failure.message shouldContain "Nothing in it was changed"
                    files.text() shouldBe before
                    files.names() shouldBe listOf("token-store.json", "token-store.json.lock")
                    store.get(key)?.accessToken shouldBe "kept"
                    store.put(key, Token("goes on"))
                } finally {
                    Unprivileged.unmount(files.directory)
                }
            }

        test("a disk that fills up in the middle of a write loses nothing") {
            val files = files()
            files.write(text)
            val full =
                AtomicWriter { channel, bytes ->
                    channel.write(bytes.slice(bytes.position(), 10))
                    throw IOException("No space left on device")
                }
            val failure = shouldThrow<StoreException> { files.store(writer = full).put(key, Token("secret-token")) }
            failure.message shouldContain "The disk is full"
            failure.message shouldNotContain "secret-token"
            files.text() shouldBe text
            files.names() shouldBe listOf("token-store.json", "token-store.json.lock")
        }

        for (reason in listOf("No space left on device", "Disk quota exceeded")) {
            test("no refresh token is sent when there is no room for what it buys: $reason") {
                val files = files()
                files.write(text)
                val full =
                    AtomicWriter { channel, bytes ->
                        channel.write(bytes.slice(bytes.position(), 10))
                        throw IOException(reason)
                    }
                val failure =
                    shouldThrow<StoreException> { files.store(writer = full).withLock(key) { error("must not run") } }
                failure.message shouldContain "The token file ${files.path} could not be written ($reason)"
                failure.message shouldContain "The disk is full"
                files.text() shouldBe text
                files.names() shouldBe listOf("token-store.json", "token-store.json.locks")
                files.store().withLock(key) { "inside" } shouldBe "inside"
            }
        }

        test(
            "before a refresh, space for the file and a new token is tested, with none of the old content, and nothing stays",
        ) {
            val files = files()
            files.write(text)
            var written = 0L
            val temporary = mutableSetOf<String>()
            val observed =
                AtomicWriter { channel, bytes ->
                    val content = ByteArray(bytes.remaining()).also { bytes.duplicate().get(it) }.decodeToString()
                    content shouldNotContain "kept"
                    files.names().filter { it.endsWith(".tmp") }.forEach {
                        temporary += it
                        files.mode(files.directory.resolve(it)) shouldBe "rw-------"
                    }
                    written += channel.write(bytes)
                }
            val before = Files.getLastModifiedTime(files.path)
            files.store(writer = observed).withLock(key) {
                written shouldBe text.length + TokenSizeLimit.BYTES * 3L / 2
                files.names() shouldBe listOf("token-store.json", "token-store.json.locks")
            }
            temporary.single() shouldMatch "\\.token-store\\.json\\.[0-9]+\\.tmp"
            Files.getLastModifiedTime(files.path) shouldBe before
        }

        test("lock files are never opened through links") {
            val files = files()
            val elsewhere = files.directory.resolve("elsewhere")
            files.directory.resolve("token-store.json.lock").createSymbolicLinkPointingTo(elsewhere)
            shouldThrow<StoreException> { files.store().put(key, Token("a")) }.message shouldContain "token-store.json.lock"
            elsewhere.exists() shouldBe false
        }

        test("a directory of locks that is none of ours is refused") {
            val files = files()
            val elsewhere = files.directory.resolve("elsewhere").createDirectory()
            files.directory.resolve("token-store.json.locks").createSymbolicLinkPointingTo(elsewhere)
            shouldThrow<StoreException> { files.store().withLock(key) { } }.message shouldContain "token-store.json.locks"
            Files.list(elsewhere).use { it.toList() }.shouldBeEmpty()
        }
    })
