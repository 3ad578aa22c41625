package io.github.oidcauth

import io.github.oidcauth.internal.store.LockClaim
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import io.kotest.matchers.string.shouldStartWith
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
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
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Nobody waits for ever for a process that was stopped. */
@OptIn(ExperimentalCoroutinesApi::class)
class FileLockPatienceTest :
    FunSpec({
        val key = TokenKey.of("https://h")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        fun TestScope.store(files: TokenFiles) = files.store(dispatcher = StandardTestDispatcher(testScheduler))

        /** The lock file of [key], as another process makes it. */
        suspend fun TestScope.keyLock(files: TokenFiles): Path {
            store(files).withLock(key) { }
            return Files.list(files.directory.resolve("token-store.json.locks")).use { it.toList() }.single()
        }

        /** Holds [lockFile] as a process does that is stopped. */
        fun hold(lockFile: Path): LockClaim = LockClaim(lockFile).also { it.attempt() shouldBe true }

        test("a write gives up after 30 seconds, says what is in its way, and changes nothing") {
            runTest {
                val files = files()
                val before = """{"https://i": {"token": {"access_token": "kept"}}}"""
                files.write(before)
                val lockFile = files.directory.resolve("token-store.json.lock")
                hold(lockFile).use {
                    val message = shouldThrow<StoreException> { store(files).put(key, Token("secret-token")) }.message
                    message shouldStartWith "The lock file $lockFile was not free within 30s. Another process holds it: "
                    message shouldEndWith "let it go on or end it. Deleting the file does not help."
                    currentTime shouldBe 30_000
                    files.text() shouldBe before
                    store(files).get(TokenKey.of("https://i"))?.accessToken shouldBe "kept"
                }
                store(files).put(key, Token("after"))
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

        test("everyone who waits for a key gives up after two minutes, and not one after another") {
            runTest {
                val files = files()
                val lockFile = keyLock(files)
                hold(lockFile).use {
                    val waiting = (1..3).map {
                        async { shouldThrow<StoreException> { store(files).withLock(key) { error("must not run") } }.message }
                    }
                    waiting.forEach { it.await() shouldContain "The lock file $lockFile was not free within 2m." }
                    currentTime shouldBe 120_000
                }
                store(files).withLock(key) { "inside" } shouldBe "inside"
            }
        }

        test("who waits for another part of this process is told so") {
            runTest {
                val files = files()
                val store = store(files)
                store.withLock(key) {
                    shouldThrow<StoreException> { store.withLock(key) { } }.message shouldContain
                        "Another process, or another part of this one, holds it: "
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
