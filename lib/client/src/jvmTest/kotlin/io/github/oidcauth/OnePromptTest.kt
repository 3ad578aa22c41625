package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeIn
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.withTimeout
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** The next line of a child that says that it asks or waits; it may have said something about logging before. */
private fun ChildProcess.says(): String = generateSequence { line() }.first { it.startsWith("asks") || it.startsWith("waits") }

private fun ChildProcess.token(): String = finish().lines().last()

/** Processes that share a token file and need a login. */
class OnePromptTest :
    FunSpec({
        /** Starts [count] children that need a login at [bench], in the order in which they say that they ask or wait. */
        class LoginProcesses(
            bench: DeviceLoginBench,
            count: Int,
        ) : AutoCloseable {
            val files = TokenFiles(tempdir("store").toPath().toRealPath())
            val asking = ChildProcess.start("prompt", files.path, bench.url).also { it.says() shouldBe "asks CODE-1" }
            val waiting = List(count - 1) { ChildProcess.start("prompt", files.path, bench.url) }

            /** Returns what each says that waits. */
            fun awaitWaiting() = waiting.map { it.says() }

            override fun close() = (waiting + asking).forEach { it.close() }
        }

        test("of five processes one asks, the others say for whom they wait, and all get one token") {
            DeviceLoginBench().use { bench ->
                LoginProcesses(bench, 5).use { crowd ->
                    crowd.awaitWaiting().forEach {
                        it shouldContain
                            "waits: A login is needed, and process ${crowd.asking.pid} "
                    }
                    bench.approve()
                    (crowd.waiting + crowd.asking).map { it.token() }.toSet() shouldBe setOf("access1")
                    bench.logins shouldBe 1
                    val locks = crowd.files.directory.resolve("token-store.json.locks")
                    locks.listDirectoryEntries().map { it.name.substringAfter('.') }.toSet() shouldBe setOf("prompt", "prompt.by")
                    locks.listDirectoryEntries().forEach { crowd.files.mode(it) shouldBe "rw-------" }
                }
            }
        }

        test("when the process that asks is killed, one of those who wait asks at once, and the last one waits for that") {
            DeviceLoginBench().use { bench ->
                LoginProcesses(bench, 3).use { crowd ->
                    crowd.awaitWaiting()
                    crowd.asking.signal("KILL")
                    val (first, second) = crowd.waiting
                    val said = listOf(first.says(), second.says())
                    val asking = if (said.first() == "asks CODE-2") first else second
                    said.toSet().size shouldBe 2
                    "asks CODE-2" shouldBeIn said
                    said.single { it != "asks CODE-2" } shouldContain "process ${asking.pid} "
                    bench.approve()
                    crowd.waiting.map { it.token() }.toSet() shouldBe setOf("access1")
                    bench.logins shouldBe 2
                }
            }
        }

        test("waiting for a stopped process ends after its own time, and the error names that process") {
            DeviceLoginBench().use { bench ->
                LoginProcesses(bench, 1).use { crowd ->
                    crowd.asking.signal("STOP")
                    val told = CopyOnWriteArrayList<String>()
                    val failure =
                        shouldThrow<TimedOutException> {
                            withTimeout(60.seconds) {
                                authenticate(bench.url) {
                                    store = crowd.files.store()
                                    interactive = true
                                    timeout = 1.seconds
                                    interaction =
                                        object : UserInteraction by SilentInteraction {
                                            override fun showWaiting(message: String) {
                                                told += message
                                            }
                                        }
                                }
                            }
                        }
                    failure.message shouldContain "was not done within 1s: process ${crowd.asking.pid} "
                    told.single() shouldContain "for up to 1s."
                    bench.logins shouldBe 1
                }
            }
        }

        test("where there can be no lock the user is asked, and nothing is complained of") {
            DeviceLoginBench().use { bench ->
                bench.approve()
                val files = TokenFiles(tempdir("store").toPath().toRealPath())
                files.directory.resolve("token-store.json.locks").writeText("not a directory")
                val token =
                    authenticate(bench.url) {
                        store = files.store()
                        interactive = true
                        interaction = SilentInteraction
                    }
                token.accessToken shouldBe "access1"
                files.notices.shouldBeEmpty()
            }
        }

        test("the prompt lock of one process is busy for another part of it, and a note of a process before is not believed") {
            val files = TokenFiles(tempdir("store").toPath().toRealPath())
            val key = TokenKey.of("https://h")
            val held = files.store().tryPromptLock(key) as PromptLock.Held
            val busy = files.store().tryPromptLock(key) as PromptLock.Busy
            busy.holder.processId shouldBe ProcessHandle.current().pid()
            val note = files.directory.resolve("token-store.json.locks").listDirectoryEntries("*.by").single()
            note.writeText("1 1700000000 elsewhere\n")
            (files.store().tryPromptLock(key) as PromptLock.Busy).holder shouldBe PromptHolder(ProcessHandle.current().pid())
            held.release()
            (files.store().tryPromptLock(key) as PromptLock.Held).release()
        }
    })
