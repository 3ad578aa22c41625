package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.createDirectory
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** Symbolic links to token files are refused, those above their directory are not; and whose a directory has to be. */
class LinkedTokenFileTest :
    FunSpec({
        val key = TokenKey.of("https://h")
        val text = """{"https://h": {"token": {"access_token": "kept"}}}"""
        val otherServer = Unprivileged.ANOTHER_USER

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun give(
            path: Path,
            owner: Int = otherServer,
        ) = Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS)

        fun Path.permit(mode: String) = also { Files.setPosixFilePermissions(it, PosixFilePermissions.fromString(mode)) }

        val everything =
            listOf<suspend (FileTokenStore) -> Any?>(
                { it.get(key) },
                { it.put(key, Token("secret-token")) },
                { it.remove(key) },
                { it.keys() },
                { it.entries() },
                { it.clear() },
                { it.withLock(key) { error("must not run") } },
            )

        suspend fun refuses(
            store: FileTokenStore,
            vararg because: String,
        ) {
            everything.forEach { action ->
                val message = shouldThrow<StoreException> { action(store) }.message
                because.forEach { message shouldContain it }
                message.lines().size shouldBe 1
            }
        }

        listOf(text, "damaged", """{"access_token": "one"}""").forEach { content ->
            test("a symbolic link of our own to a file of our own is refused, with the name of that file: $content") {
                val files = files()
                val target = files.directory.resolve("dotfiles").createDirectory().resolve("tokens.json")
                target.writeText(content)
                files.path.createSymbolicLinkPointingTo(target)
                refuses(files.store(), "${files.path} is a symbolic link", "It leads to $target")
                target.readText() shouldBe content
                files.names() shouldContainExactly listOf("dotfiles", "token-store.json")
                files.notices.shouldBeEmpty()
            }
        }

        test("a file that is replaced by a link while the store is in use is not used any more") {
            val files = files()
            val store = files.store()
            store.put(key, Token("a"))
            store.get(key) shouldBe Token("a")
            val target = files.directory.resolve("tokens.json")
            Files.move(files.path, target)
            files.path.createSymbolicLinkPointingTo(target)
            refuses(store, "It leads to $target")
        }

        test("a link to nothing is refused, with the name of what is not there, and makes no file there") {
            val files = files()
            files.path.createSymbolicLinkPointingTo(Path.of("target"))
            refuses(files.store(), "symbolic link", "It leads to ${files.directory.resolve("target")}")
            files.directory.resolve("target").exists() shouldBe false
        }

        test("a link to itself is refused") {
            val files = files()
            files.path.createSymbolicLinkPointingTo(files.path)
            refuses(files.store(), "symbolic link")
        }

        test("a link to a directory, or of another user, is refused").config(enabledOrReasonIf = { Unprivileged.isRoot }) {
            val files = files()
            files.path.createSymbolicLinkPointingTo(files.directory.resolve("inside").createDirectory())
            refuses(files.store(), "symbolic link")
            files.path.deleteExisting()
            val target = files.directory.resolve("target").apply { writeText("not to be moved aside") }
            files.path.createSymbolicLinkPointingTo(target)
            give(files.path)
            refuses(files.store(), "symbolic link")
            target.readText() shouldBe "not to be moved aside"
        }

        test("a link among the directories above is followed, as to a disk with more room") {
            val files = files()
            val scratch = files.directory.resolve("scratch").createDirectory()
            val cache = files.directory.resolve("cache").createSymbolicLinkPointingTo(scratch)
            val store = FileTokenStore.inDirectory(cache.resolve("app"), { files.notices += it }, files.clock)
            store.put(key, Token("a"))
            store.withLock(key) { store.get(key) } shouldBe Token("a")
            scratch.resolve("app/token-store.json").exists() shouldBe true
            files.store(scratch.resolve("app/token-store.json")) shouldBe files.store(cache.resolve("app/token-store.json"))
            files.notices.shouldBeEmpty()
        }

        test("a directory of an application that is a link itself is refused") {
            val files = files()
            val real = files.directory.resolve("real").createDirectory()
            val app = files.directory.resolve("app").createSymbolicLinkPointingTo(real)
            refuses(FileTokenStore.inDirectory(app, {}, files.clock), "$app, where tokens are kept", "It leads to $real")
            Files.list(real).use { it.toList() }.shouldBeEmpty()
            // A chosen one is the user's own matter.
            files.store(app.resolve("token-store.json")).put(key, Token("a"))
        }

        test("a directory of an application that is a link to nothing is refused, and nothing is made") {
            val files = files()
            val app = files.directory.resolve("app").createSymbolicLinkPointingTo(files.directory.resolve("gone"))
            refuses(FileTokenStore.inDirectory(app, {}, files.clock), "It leads to ${files.directory.resolve("gone")}")
            files.directory.resolve("gone").exists() shouldBe false
        }

        test("a directory of an application that belongs to another user, or to root, is refused")
            .config(enabledOrReasonIf = { Unprivileged.isRoot }) {
                val files = files()
                val app = files.directory.resolve("app").createDirectory()
                FileTokenStore.inDirectory(app, {}, files.clock).put(key, Token("a"))
                refuses(FileTokenStore.inDirectory(app, {}, files.clock, owner = otherServer), "belongs to another user (id 0)")
                give(app)
                refuses(FileTokenStore.inDirectory(app, {}, files.clock), "belongs to another user (id $otherServer)", "$app")
                FileTokenStore.inDirectory(app, {}, files.clock, owner = otherServer).get(TokenKey.of("other")).shouldBeNull()
            }

        test("a chosen directory of another user is refused, and one of root is not")
            .config(enabledOrReasonIf = { Unprivileged.isRoot }) {
                val files = files()
                files.write(text)
                give(files.path)
                files.store(owner = otherServer).get(key)?.accessToken shouldBe "kept"
                give(files.directory, otherServer + 1)
                refuses(files.store(owner = otherServer), "${files.directory}, belongs to another user (id ${otherServer + 1})")
                files.text() shouldBe text
            }

        test("a chosen directory that its group may write to is told of, unless its members can only delete what is theirs") {
            val files = files()
            files.store().put(key, Token("a"))
            files.directory.permit("rwxrwxr-x")
            val store = files.store()
            store.get(key) shouldBe Token("a")
            store.put(key, Token("b"))
            files.notices.single() shouldContain "Other users may replace the token file ${files.path}, because its group"
            files.mode(files.directory) shouldBe "rwxrwxr-x"
            files.notices.clear()
            Files.setAttribute(files.directory, "unix:mode", 0x3f8)
            files.store().get(key)
            files.notices.shouldBeEmpty()
        }

        context("a secret that Kubernetes has mounted") {
            /** As the kubelet's atomic writer makes it. */
            fun mount(
                files: TokenFiles,
                content: String = text,
                time: String = "2024_06_01_10_20_30.1234567890",
            ) {
                val version = files.directory.resolve("..$time").createDirectories()
                version.resolve(files.path.name).writeText(content)
                version.resolve(files.path.name).permit("rw-r--r--")
                val next = files.directory.resolve("..data_tmp").createSymbolicLinkPointingTo(Path.of("..$time"))
                Files.move(next, files.directory.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE)
                if (!Files.isSymbolicLink(files.path)) {
                    files.path.createSymbolicLinkPointingTo(Path.of("..data/${files.path.name}"))
                }
            }

            test("is read, and never written") {
                val files = files()
                mount(files)
                val before = files.names()
                files.store().shouldOnlyRead(key, "mounted by Kubernetes and read-only")
                files.names() shouldBe before
                files.text() shouldBe text
                files.notices.shouldBeEmpty()
            }

            test("is read anew when it is updated, and is the same store then") {
                val files = files()
                mount(files)
                val store = files.store()
                store.get(key)?.accessToken shouldBe "kept"
                mount(files, text.replace("kept", "newer"), "2024_06_02_10_20_30.987654321")
                store.get(key)?.accessToken shouldBe "newer"
                store shouldBe files.store()
            }

            test("of root is read by others").config(enabledOrReasonIf = { Unprivileged.isRoot }) {
                val files = files()
                mount(files)
                files.store(owner = otherServer).shouldOnlyRead(key, "mounted by Kubernetes and read-only")
            }

            test("is refused when anything of it is another user's").config(enabledOrReasonIf = { Unprivileged.isRoot }) {
                listOf(
                    "token-store.json",
                    "..data",
                    "..2024_06_01_10_20_30.1234567890",
                    "..2024_06_01_10_20_30.1234567890/token-store.json",
                ).forEach { part ->
                    val files = files()
                    mount(files)
                    give(files.directory.resolve(part))
                    refuses(files.store(), "symbolic link")
                }
            }

            test("is not what only looks like one") {
                listOf(
                    "..data/other.json" to "..2024",
                    "./..data/token-store.json" to "..2024",
                    "..data/../..2024/token-store.json" to "..2024",
                    "..data/token-store.json" to "elsewhere",
                    "..data/token-store.json" to "..2024/../elsewhere",
                ).forEach { (link, data) ->
                    val files = files()
                    listOf("..2024", "elsewhere").forEach {
                        files.directory.resolve(it).createDirectory().resolve("token-store.json").writeText(text)
                    }
                    files.directory.resolve("..2024/other.json").writeText(text)
                    files.directory.resolve("..data").createSymbolicLinkPointingTo(Path.of(data))
                    files.path.createSymbolicLinkPointingTo(Path.of(link))
                    refuses(files.store(), "symbolic link")
                }
            }

            test("is not a link to an absolute path, nor a directory ..data that is none of a link") {
                val files = files()
                files.directory.resolve("..data").createDirectory().resolve("token-store.json").writeText(text)
                files.path.createSymbolicLinkPointingTo(Path.of("..data/token-store.json"))
                refuses(files.store(), "symbolic link")
                files.path.deleteExisting()
                files.path.createSymbolicLinkPointingTo(files.directory.resolve("..data/token-store.json"))
                refuses(files.store(), "symbolic link")
            }
        }
    })
