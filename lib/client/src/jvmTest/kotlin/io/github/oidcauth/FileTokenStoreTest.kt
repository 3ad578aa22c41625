// Tests DirectoryPermissions, LockFiles, SingleTokenDocument and TokenFileAccess.
package io.github.oidcauth

import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.DistinctModificationTime
import io.github.oidcauth.internal.tokenfile.NamedTokenFile
import io.github.oidcauth.internal.tokenfile.TokenFile
import io.github.oidcauth.internal.tokenfile.TokenFileWriter
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.string.shouldStartWith
import io.kotest.matchers.types.shouldBeSameInstanceAs
import io.kotest.matchers.types.shouldNotBeSameInstanceAs
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption
import java.nio.file.attribute.FileTime
import java.nio.file.attribute.PosixFilePermissions
import java.util.concurrent.CountDownLatch
import kotlin.coroutines.CoroutineContext
import kotlin.io.path.createDirectory
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.deleteExisting
import kotlin.io.path.exists
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource
import kotlin.time.toKotlinInstant

class FileTokenStoreTest :
    FunSpec({
        val key = TokenKey.of("https://h")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        test("nothing is made before the first write") {
            val files = files()
            val store = files.store(files.directory.resolve("deep/er/store.json"))
            store.get(key).shouldBeNull()
            store.keys().shouldBeEmpty()
            store.remove(key) shouldBe false
            store.clear()
            files.names().shouldBeEmpty()
        }

        test("directories and files belong to their owner alone") {
            val files = files()
            val deep = files.directory.resolve("deep/er")
            val store = files.store(deep.resolve("store.json"))
            store.put(key, Token("a"))
            store.withLock(key) { }
            listOf(deep.parent, deep, deep.resolve("store.json.locks")).forEach { files.mode(it) shouldBe "rwx------" }
            listOf("store.json", "store.json.lock").forEach { files.mode(deep.resolve(it)) shouldBe "rw-------" }
            Files.list(deep.resolve("store.json.locks")).use { it.toList() }.forEach { files.mode(it) shouldBe "rw-------" }
        }

        test("a write leaves no temporary file, and takes away those of killed processes") {
            val files = files()
            files.directory.resolve(".token-store.json.123.tmp").writeText("half")
            files.directory.resolve(".other.json.123.tmp").writeText("not ours")
            files.store().put(key, Token("a"))
            files.names() shouldContainExactly listOf(".other.json.123.tmp", "token-store.json", "token-store.json.lock")
        }

        test("files of killed processes are removed after the write, because the token has to be safe first") {
            val files = files()
            val left = files.directory.resolve(".token-store.json.123.tmp").apply { writeText("half") }
            val isLeft = mutableListOf<Boolean>()
            files.store(writer = AtomicWriter(force = { isLeft += left.exists() })).put(key, Token("a"))
            isLeft shouldContainExactly listOf(true, true)
            left.exists() shouldBe false
        }

        test("the temporary file of another token file is not removed, even if its name begins alike") {
            val files = files()
            files.directory.resolve(".token-store.json.old.123.tmp").writeText("of token-store.json.old")
            files.store().put(key, Token("a"))
            files.names() shouldContainExactly
                listOf(".token-store.json.old.123.tmp", "token-store.json", "token-store.json.lock")
        }

        test("a write whose temporary file a cleaner takes away fails with advice, and leaves the file as it was") {
            val files = files()
            files.store().put(key, Token("before"))
            val cleaned = AtomicWriter { channel, bytes ->
                channel.write(bytes)
                files.directory.listDirectoryEntries(".*.tmp").forEach { it.deleteExisting() }
            }
            shouldThrow<StoreException> { files.store(writer = cleaned).put(key, Token("after")) }.message shouldContain
                "Nothing in it was changed."
            files.store().get(key) shouldBe Token("before")
        }

        test("an unchanged file is not read again") {
            val files = files()
            files.write("{}")
            Files.setLastModifiedTime(files.path, FileTime.fromMillis(1_600_000_000_123))
            files.clock.time = Clock.System.now()
            val file = TokenFile(files.path, files.clock, StoreNotices.LOG, owner = null)
            val first = file.current()
            file.current() shouldBeSameInstanceAs first
            files.write("{} ")
            file.current() shouldNotBeSameInstanceAs first
        }

        test("a file that was written in this very moment is read again") {
            val files = files()
            files.write("{}")
            files.clock.time = Files.getLastModifiedTime(files.path).toInstant().toKotlinInstant()
            val file = TokenFile(files.path, files.clock, StoreNotices.LOG, owner = null)
            file.current() shouldNotBeSameInstanceAs file.current()
            files.clock += 51.milliseconds
            val settled = file.current()
            file.current() shouldBeSameInstanceAs settled
        }

        test("a file from the future is read again until it has been seen for two seconds, whatever the clock says") {
            val files = files()
            files.write("{}")
            files.clock.time = Files.getLastModifiedTime(files.path).toInstant().toKotlinInstant() - 1.hours
            val time = TestTimeSource()
            val file = TokenFile(files.path, files.clock, StoreNotices.LOG, owner = null, time = time)
            file.current() shouldNotBeSameInstanceAs file.current()
            time += 2.seconds
            file.current() shouldNotBeSameInstanceAs file.current()
            time += 1.nanoseconds
            val settled = file.current()
            file.current() shouldBeSameInstanceAs settled
            // Another stamp is another file.
            files.write("{ }")
            file.current() shouldNotBeSameInstanceAs file.current()
        }

        test("a file that another replaces by one of the same size is read again") {
            val files = files()
            val store = files.store()
            repeat(200) { round ->
                val text = """{"https://h": {"token": {"access_token": "${1000 + round}"}}}"""
                val other = files.directory.resolve("other")
                other.writeText(text)
                Files.move(other, files.path, StandardCopyOption.ATOMIC_MOVE)
                files.clock.time = Clock.System.now()
                store.get(key)?.accessToken shouldBe "${1000 + round}"
            }
        }

        test("a file that another rewrites in place in the same tick is read again") {
            val files = files()
            val store = files.store()
            repeat(200) { round ->
                files.path.writeText("""{"https://h": {"token": {"access_token": "${1000 + round}"}}}""")
                files.clock.time = Clock.System.now()
                store.get(key)?.accessToken shouldBe "${1000 + round}"
            }
        }

        test("a file of our own is not read again, however young it is") {
            val files = files()
            files.clock.time = Clock.System.now()
            val one = TokenFile(files.path, files.clock, StoreNotices.LOG, owner = null)
            val writer = TokenFileWriter(one, files.clock, StoreNotices.LOG, AtomicWriter(), owner = null)
            writer.rewrite(one.target(), key) { it.put(key, Token("a"), files.clock.now()) }
            one.current() shouldBeSameInstanceAs one.current()
            val other = TokenFile(files.path, files.clock, StoreNotices.LOG, owner = null)
            other.current() shouldBeSameInstanceAs other.current()
        }

        test("a file of our own that another rewrites in place in the same tick is read again") {
            val files = files()
            val store = files.store()
            repeat(200) { round ->
                files.clock.time = Clock.System.now()
                store.put(key, Token("${1000 + round}"))
                val text = files.text().replace("${1000 + round}", "${2000 + round}")
                files.path.writeText(text)
                store.get(key)?.accessToken shouldBe "${2000 + round}"
            }
        }

        test("a file of our own that another replaces in the same tick is read again, even when it gets a former inode") {
            val files = files()
            val stores = List(3) { files.store() }
            repeat(600) { round ->
                files.clock.time = Clock.System.now()
                stores[round % 3].put(key, Token("${1000 + round}"))
                stores.forEach { it.get(key) shouldBe Token("${1000 + round}") }
            }
        }

        test("a young file is read again where the file system does not keep its time") {
            val files = files()
            val coarse = DistinctModificationTime {
                view,
                time,
                ->
                view.setTimes(FileTime.fromMillis(time.after.toMillis()), null, null)
            }
            files.clock.time = Clock.System.now()
            val file = TokenFile(files.path, files.clock, StoreNotices.LOG, owner = null)
            val writer = TokenFileWriter(file, files.clock, StoreNotices.LOG, AtomicWriter(coarse), owner = null)
            writer.rewrite(file.target(), key) { it.put(key, Token("a"), files.clock.now()) }
            // It is no older than it looks, or it would be taken to be settled when it is not.
            val written = Files.getLastModifiedTime(files.path).toInstant().toKotlinInstant()
            (written > files.clock.now() - 50.milliseconds) shouldBe true
            files.clock.time = written + 50.milliseconds
            file.current() shouldNotBeSameInstanceAs file.current()
            files.clock += 1.milliseconds
            file.current() shouldBeSameInstanceAs file.current()
        }

        test("two stores see each other's writes at once") {
            val files = files()
            val one = files.store()
            val two = files.store()
            repeat(50) {
                one.put(key, Token("one$it"))
                two.get(key) shouldBe Token("one$it")
                two.put(key, Token("two$it"))
                one.get(key) shouldBe Token("two$it")
            }
        }

        test("a clock that jumps back an hour costs no token and holds up nobody") {
            val files = files()
            files.clock.time = Clock.System.now()
            val store = files.store()
            store.put(key, Token("a") { expiresAt = files.clock.now() + 1.days })
            files.clock += (-1).hours
            store.get(key)?.accessToken shouldBe "a"
            files.store().put(TokenKey.of("https://i"), Token("b") { expiresAt = files.clock.now() + 5.minutes })
            store.get(TokenKey.of("https://i"))?.accessToken shouldBe "b"
            store.withLock(key) { store.put(key, Token("c")) }
            files.clock += 1.hours
            store.keys() shouldBe setOf(key)
            files.store().get(key) shouldBe Token("c")
            files.notices.shouldBeEmpty()
        }

        test("stores of the same file in one process lose nothing") {
            val files = files()
            withContext(Dispatchers.Default) {
                (1..100).map { async { files.store().put(TokenKey.of("k$it"), Token("a")) } }.awaitAll()
            }
            files.store().keys().size shouldBe 100
        }

        test("a put is written before it returns, and stale entries go with it") {
            val files = files()
            val store = files.store()
            store.put(TokenKey.of("old"), Token("a") { expiresAt = files.clock.now() + 1.days })
            files.clock += 1.days
            files.text() shouldContain "\"old\""
            store.put(key, Token("b"))
            files.text().contains("\"old\"") shouldBe false
        }

        test("a put that has to wait for nobody changes threads once") {
            val files = files()
            val io =
                object : CoroutineDispatcher() {
                    var uses = 0

                    override fun dispatch(
                        context: CoroutineContext,
                        block: Runnable,
                    ) = Dispatchers.IO.dispatch(context, block).also { uses++ }
                }
            val store = files.store(dispatcher = io)
            repeat(3) { store.put(key, Token("a$it")) }
            io.uses shouldBe 3
            store.get(key) shouldBe Token("a2")
        }

        test("a put that fails gives the lock back") {
            val files = files()
            val broken = files.store(writer = AtomicWriter { _, _ -> throw IOException("No space left on device") })
            shouldThrow<StoreException> { broken.put(key, Token("a")) }
            files.store().put(key, Token("b"))
            files.names() shouldContainExactly listOf("token-store.json", "token-store.json.lock")
        }

        test("a put that is cancelled while it writes changes nothing") {
            val files = files()
            files.store().put(key, Token("before"))
            val before = files.text()
            val writing = CompletableDeferred<Unit>()
            val store =
                files.store(
                    writer =
                        AtomicWriter { channel, bytes ->
                            channel.write(bytes.slice(bytes.position(), 1))
                            writing.complete(Unit)
                            CountDownLatch(1).await()
                        },
                )
            runBlocking {
                val put = launch { store.put(key, Token("after")) }
                writing.await()
                put.cancelAndJoin()
                put.isCancelled shouldBe true
            }
            files.text() shouldBe before
            files.names() shouldContainExactly listOf("token-store.json", "token-store.json.lock")
            files.store().put(key, Token("next"))
            files.store().get(key) shouldBe Token("next")
        }

        test("a put waits for the lock without holding up reads, and can be cancelled") {
            val files = files()
            files.store().put(key, Token("before"))
            val writing = CompletableDeferred<Unit>()
            val goOn = CountDownLatch(1)
            val slow =
                files.store(
                    writer =
                        AtomicWriter { channel, bytes ->
                            writing.complete(Unit)
                            goOn.await()
                            channel.write(bytes)
                        },
                )
            runBlocking {
                val first = launch { slow.put(key, Token("slow")) }
                writing.await()
                val second = launch { files.store().put(key, Token("never")) }
                files.store().get(key) shouldBe Token("before")
                second.cancelAndJoin()
                goOn.countDown()
                first.join()
            }
            files.store().get(key) shouldBe Token("slow")
        }

        test("a single-token file that names no host is used for every key, and for one from the first write on") {
            val files = files()
            files.write("""{"access_token": "one", "pet": "cat"}""")
            val store = files.store()
            store.get(key)?.accessToken shouldBe "one"
            store.get(TokenKey.of("https://other"))?.accessToken shouldBe "one"
            store.keys().shouldBeEmpty()
            store.put(key, Token("two"))
            files.text() shouldContain "\n  \"access_token\": \"two\""
            files.text() shouldContain "\"pet\": \"cat\""
            files.text() shouldContain "\"host\": \"https://h\""
            store.keys() shouldBe setOf(key)
            store.remove(key) shouldBe true
            files.path.exists() shouldBe false
            store.get(key).shouldBeNull()
            store.put(key, Token("three"))
            files.text() shouldContain "\"https://h\": {"
        }

        test("the single token of one host is neither given to another nor replaced by its token") {
            val files = files()
            val text = """{"access_token": "secret-token", "refresh_token": "secret-token", "host": "https://h"}"""
            files.write(text)
            val store = files.store()
            val other = TokenKey.of("https://other")
            listOf<suspend () -> Any?>({ store.get(other) }, { store.put(other, Token("secret-token")) }).forEach {
                val message = shouldThrow<StoreException> { it() }.message
                listOf("${files.path}", "https://h,", "https://other", "token-store.json").forEach(message::shouldContain)
                message shouldNotContain "secret-token"
            }
            store.remove(other) shouldBe false
            files.text() shouldBe text
            store.get(key)?.accessToken shouldBe "secret-token"
            store.remove(key) shouldBe true
        }

        test("a single token whose host cannot be read is refused, and what stands there is not repeated") {
            val files = files()
            files.write("""{"access_token": "one", "host": "https://me:secret@h"}""")
            val message = shouldThrow<StoreException> { files.store().get(key) }.message
            message shouldContain "\"host\" is no host"
            message shouldNotContain "secret"
        }

        test("entries say when each was stored, and leave out what is none") {
            val files = files()
            files.write(
                """{"https://a": {"token": {"access_token": "a"}, "stored_at": 1717027200.5}, "note": 1,
                    "https://idp#client_id=app": {"token": {"access_token": "b", "refresh_token": "r"}}}""",
            )
            val entries = files.store().entries()
            entries.map { it.key.value } shouldContainExactly listOf("https://a", "https://idp#client_id=app")
            entries.map { it.storedAt?.toEpochMilliseconds() } shouldContainExactly listOf(1_717_027_200_500, null)
            entries.map { it.hasRefreshToken } shouldContainExactly listOf(false, true)
        }

        test("all keys of a single-token file share one lock") {
            val files = files()
            files.write("""{"access_token": "one"}""")
            val order = mutableListOf<String>()
            runBlocking {
                val entered = CompletableDeferred<Unit>()
                val first =
                    launch {
                        files.store().withLock(key) {
                            entered.complete(Unit)
                            repeat(20) { kotlinx.coroutines.yield() }
                            order += "first"
                        }
                    }
                entered.await()
                files.store().withLock(TokenKey.of("https://other")) { order += "second" }
                first.join()
            }
            order shouldContainExactly listOf("first", "second")
        }

        val text = """{"https://h": {"token": {"access_token": "a"}}}"""

        test("a file that others may read is taken from them when it is found, and told of once") {
            val files = files()
            files.write(text, "rw-r--r--")
            val store = files.store()
            store.get(key)
            files.mode() shouldBe "rw-------"
            files.write(text, "rw-rw----")
            store.keys()
            store.put(key, Token("a"))
            files.mode() shouldBe "rw-------"
            files.notices.single() shouldBe "Other users could read the token file ${files.path}. It is yours alone now."
        }

        test("a file that its owner may not write has been given like that, and is told of only") {
            val files = files()
            files.write(text, "r--r--r--")
            files.store().get(key)
            files.mode() shouldBe "r--r--r--"
            files.notices.single() shouldContain "Other users may read the token file"
        }

        fun permit(
            directory: Path,
            mode: String,
        ) = directory.also { Files.setPosixFilePermissions(it, PosixFilePermissions.fromString(mode)) }

        test("the directory of an application is taken from others when it is found, and told of once") {
            val files = files()
            listOf<suspend (FileTokenStore) -> Unit>({ it.get(key) }, { it.put(key, Token("a")) }).forEach { use ->
                val directory =
                    permit(files.directory.resolve("app").also { if (!it.exists()) it.createDirectory() }, "rwxr-xr-x")
                files.notices.clear()
                val store = FileTokenStore.inDirectory(directory, { files.notices += it }, files.clock)
                directory.resolve("token-store.json").let { if (!it.exists()) files.store(it).put(key, Token("a")) }
                permit(directory, "rwxr-xr-x")
                use(store)
                store.keys()
                files.mode(directory) shouldBe "rwx------"
                files.notices.single() shouldContain "Other users could look into the directory of the token file $directory"
            }
        }

        test("the directory of locks is taken from others when it is found, and told of once") {
            val files = files()
            val store = files.store()
            store.withLock(key) { }
            val locks = files.directory.resolve("token-store.json.locks")
            for (mode in listOf("rwxrwxrwx", "rwxr-x---")) {
                Files.setPosixFilePermissions(locks, PosixFilePermissions.fromString(mode))
                store.withLock(key) { files.mode(locks) shouldBe "rwx------" }
            }
            files.notices.single() shouldContain "Other users could reach the locks in $locks"
        }

        test("a directory that the user has chosen stays as it is, and is told of when anybody may replace the file") {
            val files = files()
            val store = files.store()
            store.put(key, Token("a"))
            permit(files.directory, "rwxr-xr-x")
            files.store().get(key)
            files.notices.shouldBeEmpty()
            permit(files.directory, "rwxrwxrwx")
            files.store().get(key)
            files.notices.single() shouldContain "Anybody may replace the token file ${files.path}"
            files.mode(files.directory) shouldBe "rwxrwxrwx"
        }

        test("users who may delete only their own files replace nothing: a directory such as /tmp is not reported") {
            val files = files()
            files.store().put(key, Token("a"))
            Files.setAttribute(files.directory, "unix:mode", 0x3ff)
            files.store().get(key)
            files.notices.shouldBeEmpty()
        }

        test("stores of the same real path and settings are equal") {
            val directory = tempdir("equal").toPath().toRealPath()
            val link = directory.resolve("link").createSymbolicLinkPointingTo(directory.resolve("real").createDirectory())
            val one = FileTokenStore(directory.resolve("real/./store.json"))
            val two = FileTokenStore(link.resolve("store.json"))
            one shouldBe two
            one.hashCode() shouldBe two.hashCode()
            one shouldNotBe FileTokenStore(directory.resolve("real/other.json"))
            one shouldNotBe FileTokenStore(directory.resolve("real/store.json")) { }
        }

        test("of a path that is text only a first ~ is expanded, and one that cannot be is refused with advice") {
            val home = Path.of(System.getenv("HOME"))
            listOf(
                NamedTokenFile.open("~/\$HOME/~/tokens.json", "X", StoreNotices.LOG),
                FileTokenStore(Path.of("~/\$HOME/~/tokens.json")),
            )
                .forEach { (it as FileTokenStore).path shouldBe home.resolve("\$HOME/~/tokens.json") }
            val message =
                shouldThrow<StoreException> { NamedTokenFile.open("/tmp/a\u0000b", "OIDC_TOKEN_FILE", StoreNotices.LOG) }.message
            message shouldStartWith "The token file cannot be named /tmp/a"
            message shouldContain "OIDC_TOKEN_FILE"
            message.any { it.isISOControl() } shouldBe false
        }

        test("the default store is the Python client's") {
            FileTokenStore.forApp().path.endsWith("py-oidc-auth/token-store.json") shouldBe true
            FileTokenStore.forApp("mine").path.endsWith("mine/token-store.json") shouldBe true
        }
    })
