package io.github.oidcauth

import io.github.oidcauth.internal.tokenfile.locks.FileLockAttempt
import io.github.oidcauth.internal.tokenfile.locks.LockTimeouts
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Files
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.milliseconds

/** Several processes on one file, for real. */
class FileTokenStoreProcessTest :
    FunSpec({
        val key = TokenKey.of("https://h")

        fun files() = TokenFiles(tempdir("store").toPath().toRealPath())

        test("16 processes that put 100 tokens each leave 1,600") {
            val files = files()
            val children = (1..16).map { ChildProcess.start("put", files.path, it, 100) }
            children.forEach { it.finish() shouldBe "" }
            files.store().keys().size shouldBe 1_600
            files.notices.shouldBeEmpty()
        }

        test("withLock lets one process at a time in") {
            val files = files()
            val counter = files.directory.resolve("counter").apply { writeText("0") }
            val children = (1..4).map { ChildProcess.start("count", files.path, counter, 25) }
            children.forEach { it.finish() shouldBe "" }
            counter.readText() shouldBe "100"
        }

        test("the lock of a process that is killed is free again") {
            val files = files()
            ChildProcess.start("hold", files.path).use { child ->
                child.line() shouldBe "held"
                withTimeoutOrNull(100.milliseconds) { files.store().withLock(key) { "inside" } }.shouldBeNull()
                files.store().withLock(TokenKey.of("other")) { "inside" } shouldBe "inside"
                files.store().put(key, Token("meanwhile"))
                child.kill()
                files.store().withLock(key) { "inside" } shouldBe "inside"
            }
        }

        test("another copy of the library in this process keeps its locks while we wait for them, and when we wait no longer") {
            val files = files()
            val store = files.store()
            store.put(key, Token("a"))
            store.withLock(key) { }
            val ofKey = Files.list(files.directory.resolve("token-store.json.locks")).use { it.toList() }.single()
            val ofFile = files.directory.resolve("token-store.json.lock")
            for (lockFile in listOf(ofKey, ofFile)) {
                // It knows nothing of our turns.
                FileLockAttempt(lockFile).use { other ->
                    other.tryAcquire() shouldBe true
                    repeat(2) {
                        coroutineScope {
                            val waiting = launch(Dispatchers.IO) { store.withLock(key) { store.put(key, Token("b")) } }
                            ChildProcess.start("claim", lockFile).finish() shouldBe "not free"
                            waiting.isActive shouldBe true
                            waiting.cancelAndJoin()
                        }
                        ChildProcess.start("claim", lockFile).finish() shouldBe "not free"
                    }
                }
                ChildProcess.start("claim", lockFile).finish() shouldBe "free"
                store.withLock(key) { store.put(key, Token("c")) }
                ChildProcess.start("claim", lockFile).finish() shouldBe "free"
            }
        }

        test("a process that gives the lock back lets another in") {
            val files = files()
            ChildProcess.start("hold", files.path).use { child ->
                child.line() shouldBe "held"
                child.send("end")
                files.store().withLock(key) { "inside" } shouldBe "inside"
                child.finish() shouldBe ""
            }
        }

        test(
            "a process that is stopped while it holds the lock of a key is overtaken, by its number, and does no harm afterwards",
        ) {
            val files = files()
            ChildProcess.start("hold", files.path).use { child ->
                child.line() shouldBe "held"
                child.signal("STOP")
                val impatient = files.store(lockTimeouts = LockTimeouts(key = 300.milliseconds))
                impatient.withLock(key) {
                    files.notices.single() shouldContain "Process ${child.pid} holds it and seems to be stopped"
                    child.signal("CONT")
                    child.send("end")
                    child.finish() shouldBe ""
                    ChildProcess.start("peek", files.path).finish() shouldBe "not free"
                }
                files.store().withLock(key) { "inside" } shouldBe "inside"
            }
        }

        test("a process that is stopped while it writes is named, and the file is read all the same") {
            val files = files()
            files.store().put(key, Token("before"))
            ChildProcess.start("write", files.path).use { child ->
                child.line() shouldBe "writing"
                child.signal("STOP")
                val impatient = files.store(lockTimeouts = LockTimeouts(write = 300.milliseconds))
                shouldThrow<StoreException> { impatient.put(key, Token("never")) }.message shouldContain
                    "within 300ms. Process ${child.pid} holds it: "
                impatient.get(key) shouldBe Token("before")
                child.signal("CONT")
                child.send("end")
                child.finish() shouldBe ""
                files.store().get(key) shouldBe Token("child")
                impatient.put(key, Token("after"))
            }
        }

        test("a process that is killed while it writes leaves a whole file") {
            val files = files()
            repeat(6) { round ->
                ChildProcess.start("hammer", files.path).use { child ->
                    repeat(round + 1) { child.line() shouldBe "put" }
                    child.kill()
                }
                files.store().get(key)?.accessToken?.length shouldBe 50_000
            }
            files.store().put(key, Token("after"))
            files.store().get(key) shouldBe Token("after")
            Files.list(files.directory).use { list -> list.filter { it.toString().endsWith(".tmp") }.toList() }.shouldBeEmpty()
            files.notices.shouldBeEmpty()
        }
    })
