package io.github.oidcauth.internal.transport.okhttp

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.supervisorScope
import kotlinx.io.IOException
import kotlinx.io.readByteArray
import java.util.concurrent.CopyOnWriteArrayList

class BlockingBodyChannelTest :
    FunSpec({
        test("a body that is closed during a read is aborted at once, and closed after the read") {
            val events = CopyOnWriteArrayList<String>()
            val isReading = CompletableDeferred<Unit>()
            val mayReturn = CompletableDeferred<Unit>()
            val channel =
                BlockingBodyChannel(
                    {
                        isReading.complete(Unit)
                        mayReturn.await()
                        events += "read"
                        1
                    },
                    abort = { events += "abort" },
                    close = { events += "close" },
                )
            supervisorScope {
                val reader = async(Dispatchers.Default) { channel.awaitContent(1) }
                isReading.await()
                channel.cancel(IOException("not wanted any more"))
                events shouldContainExactly listOf("abort")
                mayReturn.complete(Unit)
                shouldThrow<IOException> { reader.await() }
            }
            events shouldContainExactly listOf("abort", "read", "close")
        }

        test("a body that is closed between reads is aborted and closed at once") {
            val events = CopyOnWriteArrayList<String>()
            val channel = BlockingBodyChannel({ 1 }, abort = { events += "abort" }, close = { events += "close" })
            channel.awaitContent(1) shouldBe true
            events.shouldBeEmpty()
            channel.cancel(null)
            channel.cancel(null)
            events shouldContainExactly listOf("abort", "close")
            shouldThrow<IOException> { channel.awaitContent(2) }
        }

        test("a body that was read to its end is closed, and not aborted") {
            val events = CopyOnWriteArrayList<String>()
            val pieces = ArrayDeque(listOf(2, 1, -1))
            val channel =
                BlockingBodyChannel({ pieces.removeFirst() }, abort = { events += "abort" }, close = { events += "close" })
            channel.readRemaining().readByteArray().size shouldBe 3
            channel.cancel(null)
            events shouldContainExactly listOf("close")
        }
    })
