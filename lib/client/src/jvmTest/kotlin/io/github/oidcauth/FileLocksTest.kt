// Tests LockTimeouts.
// Tests TokenFileAccess.
package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.testAcquirer
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.servers.LoginServer
import io.github.oidcauth.internal.tokenfile.locks.FileLockAttempt
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.longs.shouldBeInRange
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributes
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Nobody waits for ever for a process that was stopped. */
@OptIn(ExperimentalCoroutinesApi::class)
class FileLocksTest :
    FunSpec({
        val key = TokenKey.of("https://h")
        val self = ProcessHandle.current().pid()

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun TestScope.store(
            files: TokenFiles,
            isOwnDirectory: Boolean = false,
        ) = files.store(dispatcher = StandardTestDispatcher(testScheduler), isOwnDirectory = isOwnDirectory)

        /** The lock file of [key], as another process makes it. */
        suspend fun TestScope.keyLock(files: TokenFiles): Path {
            store(files).withLock(key) { }
            return Files.list(files.directory.resolve("token-store.json.locks")).use { it.toList() }.single()
        }

        /** Holds [lockFile] as a process does that is stopped. */
        fun hold(lockFile: Path): FileLockAttempt = FileLockAttempt(lockFile).also { it.tryAcquire() shouldBe true }

        fun identity(file: Path): Any? = Files.readAttributes(file, BasicFileAttributes::class.java).fileKey()

        test("a write gives up after 30 seconds, says what is in its way, and changes nothing") {
            runTest {
                val files = files()
                val before = """{"https://i": {"token": {"access_token": "kept"}}}"""
                files.write(before)
                val lockFile = files.directory.resolve("token-store.json.lock")
                hold(lockFile).use {
                    val message = shouldThrow<StoreException> { store(files).put(key, Token("secret-token")) }.message
                    message shouldStartWith "The lock file $lockFile was not free within 30s. Process $self holds it: "
                    message shouldEndWith "let it go on or end it. Deleting the file does not help."
                    currentTime shouldBe 30_000
                    files.text() shouldBe before
                    store(files).get(TokenKey.of("https://i"))?.accessToken shouldBe "kept"
                }
                store(files).put(key, Token("after"))
            }
        }

        test(
            "reading a damaged file does not wait: readable entries are used, with one report, and the file is unchanged",
        ) {
            runTest {
                val files = files()
                val text = """{"https://h": {"token": {"access_token": "a"}}, "https://i": """
                files.write(text)
                val store = store(files)
                hold(files.directory.resolve("token-store.json.lock")).use {
                    repeat(2) {
                        store.get(key) shouldBe Token("a")
                        store.get(TokenKey.of("https://i")).shouldBeNull()
                        store.keys() shouldBe setOf(key)
                        store.entries().single().key shouldBe key
                    }
                    currentTime shouldBe 0
                    files.text() shouldBe text
                    files.backups().shouldBeEmpty()
                    val notice = files.notices.single()
                    notice shouldStartWith "The token file ${files.path} is damaged, "
                    notice shouldContain "What can be read of it is used: https://h. "
                }
                store.get(key) shouldBe Token("a")
                files.backups().single().readText() shouldBe text
            }
        }

        test(
            "an unreadable damaged file counts as empty while another process writes, and no write ignores it",
        ) {
            runTest {
                val files = files()
                files.write("precious")
                hold(files.directory.resolve("token-store.json.lock")).use {
                    store(files, isOwnDirectory = true).get(key).shouldBeNull()
                    store(files, isOwnDirectory = true).keys().shouldBeEmpty()
                    currentTime shouldBe 0
                    files.notices.forEach { it shouldContain "Nothing of it can be read. " }
                    shouldThrow<StoreException> { store(files, isOwnDirectory = true).put(key, Token("b")) }
                    files.text() shouldBe "precious"
                }
            }
        }

        test("a write that cannot be cancelled gives up as well") {
            runTest {
                val files = files()
                hold(files.directory.resolve("token-store.json.lock")).use {
                    shouldThrow<StoreException> { withContext(NonCancellable) { store(files).put(key, Token("a")) } }
                    currentTime shouldBe 30_000
                }
            }
        }

        test("a write goes on when the lock becomes free in time") {
            runTest {
                val files = files()
                val held = hold(files.directory.resolve("token-store.json.lock"))
                val put = launch { store(files).put(key, Token("a")) }
                advanceTimeBy(29.seconds)
                held.close()
                put.join()
                files.store().get(key) shouldBe Token("a")
            }
        }

        test("a process that holds a key for two minutes is overtaken once by all who wait, with a report") {
            runTest {
                val files = files()
                val lockFile = keyLock(files)
                val entered = mutableListOf<Long>()
                hold(lockFile).use {
                    val waiting = (1..3).map { async { store(files).withLock(key) { entered += currentTime } } }
                    advanceTimeBy(120.seconds)
                    entered.shouldBeEmpty()
                    waiting.awaitAll()
                    entered.forEach { it shouldBeInRange 120_000L..120_100L }
                    files.notices.single() shouldStartWith
                        "The lock file $lockFile was not free within 2m. Process $self holds it and seems to be stopped"
                }
                store(files).withLock(key) { "inside" } shouldBe "inside"
                files.notices.size shouldBe 1
            }
        }

        test("nobody is overtaken by two at once: while another process is about to, the file keeps its name") {
            runTest {
                val files = files()
                val lockFile = keyLock(files)
                val before = identity(lockFile)
                hold(lockFile).use {
                    val gate = hold(lockFile.resolveSibling("overtaking.lock"))
                    var entered = 0L
                    val waiting = launch { store(files).withLock(key) { entered = currentTime } }
                    advanceTimeBy(130.seconds)
                    entered shouldBe 0
                    identity(lockFile) shouldBe before
                    gate.close()
                    waiting.join()
                    entered shouldBeInRange 130_000L..130_100L
                    identity(lockFile) shouldNotBe before
                }
            }
        }

        test("the action of a lock can learn whether the lock is still its own") {
            runTest {
                val files = files()
                val lockFile = keyLock(files)
                store(files).withLock(key) {
                    val lock = currentCoroutineContext()[HeldLock].shouldNotBeNull()
                    lock.tokenKey shouldBe key
                    lock.isHeld() shouldBe true
                    Files.delete(lockFile)
                    lock.isHeld() shouldBe false
                }
                currentCoroutineContext()[HeldLock].shouldBeNull()
            }
        }

        test("a refresh asks that before it sends the refresh token, and takes the lock again") {
            runTest {
                val files = files()
                val lockFile = keyLock(files)
                val store = store(files)
                val expired =
                    Token("a") {
                        expiresAt = files.clock.now()
                        refreshToken = "r-a"
                    }
                store.put(key, expired)
                val server = FakeLoginServer(files.clock)
                var looks = 0
                val overtaken =
                    object : LoginServer by server {
                        override suspend fun prepareRefresh(
                            refreshToken: String,
                            current: Token?,
                        ) {
                            server.received.shouldBeEmpty()
                            if (++looks == 1) Files.delete(lockFile)
                        }
                    }
                val acquirer =
                    testAcquirer(
                        key,
                        store,
                        overtaken,
                        files.clock,
                        Token.EXPIRY_LEEWAY,
                        Prompts(),
                        {},
                        TokenEvents(key, null, StandardTestDispatcher(testScheduler)) {},
                        {},
                    )
                acquirer.obtain(force = false) { error("Nobody is asked.") }.accessToken shouldBe "access-1"
                looks shouldBe 2
                server.received shouldBe listOf("r-a")
            }
        }

        test("an overtaken process that continues does not release the lock of the other") {
            runTest {
                val files = files()
                val lockFile = keyLock(files)
                val held = hold(lockFile)
                store(files).withLock(key) {
                    held.close()
                    FileLockAttempt(lockFile).use { it.tryAcquire() shouldBe false }
                }
            }
        }

        test("nobody is overtaken where files have no identity") {
            runTest {
                val lockFile = keyLock(files())
                FileLockAttempt(lockFile).detachLockFile() shouldBe false
                Files.exists(lockFile) shouldBe true
            }
        }

        test("a lock file that another has replaced keeps its name") {
            runTest {
                val lockFile = keyLock(files())
                hold(lockFile).use {
                    val late = FileLockAttempt(lockFile).apply { tryAcquire() shouldBe false }
                    FileLockAttempt(lockFile).use { first ->
                        first.tryAcquire() shouldBe false
                        first.detachLockFile() shouldBe true
                        Files.exists(lockFile) shouldBe false
                    }
                    hold(lockFile).use {
                        late.detachLockFile() shouldBe true
                        Files.exists(lockFile) shouldBe true
                        late.tryAcquire() shouldBe false
                        late.tryAcquire() shouldBe false
                    }
                    late.use { it.tryAcquire() shouldBe true }
                }
            }
        }

        test("a caller that waits for another part of this process gets a message that says so") {
            runTest {
                val files = files()
                val store = store(files)
                store.withLock(key) {
                    shouldThrow<StoreException> { store.withLock(key) { } }.message shouldContain
                        "within 4m. Another process, or another part of this one, holds it: "
                    currentTime shouldBe 240_000
                }
                store.withLock(key) { "again" } shouldBe "again"
            }
        }

        test("the time of a caller whose clock runs ahead does not count") {
            runTest {
                val files = files()
                val held = hold(files.directory.resolve("token-store.json.lock"))
                val put = launch { files.store().put(key, Token("a")) }
                advanceTimeBy(10.minutes)
                withContext(Dispatchers.Default) { withTimeoutOrNull(100.milliseconds) { put.join() } }
                advanceTimeBy(10.minutes)
                held.close()
                put.join()
                files.store().get(key) shouldBe Token("a")
            }
        }

        test("patience is for waiting, not for what is done under the lock") {
            runTest {
                val store = store(files())
                store.withLock(key) {
                    advanceTimeBy(10.minutes)
                    "inside"
                } shouldBe "inside"
            }
        }
    })
