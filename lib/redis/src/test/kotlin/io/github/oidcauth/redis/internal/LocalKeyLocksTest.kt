package io.github.oidcauth.redis.internal

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes

class LocalKeyLocksTest : FunSpec({
    test("one at a time has the turn of a key, whatever threads they are on") {
        val locks = LocalKeyLocks<String>()
        var count = 0
        withContext(Dispatchers.Default) {
            repeat(1_000) { launch { locks.serialized("a") { count = count.also { yield() } + 1 } } }
        }
        count shouldBe 1_000
    }

    test("a caller whose time is over continues without the lock, which stays with its holder") {
        val locks = LocalKeyLocks<String>()
        locks.serialized("a") {
            locks.withKeyLock("a", 20.milliseconds, { "late" }) { error("inside") } shouldBe "late"
            locks.withKeyLock("a", Duration.ZERO, { "late" }) { error("inside") } shouldBe "late"
            locks.size shouldBe 1
        }
        locks.serialized("a") { "again" } shouldBe "again"
        locks.size shouldBe 0
    }

    test("another key is free") {
        val locks = LocalKeyLocks<String>()
        locks.serialized("a") { locks.serialized("b") { "inside" } } shouldBe "inside"
    }

    test("the turn is given back by who fails, and by who was cancelled while waiting") {
        val locks = LocalKeyLocks<String>()
        shouldThrow<IllegalStateException> { locks.serialized("a") { error("no") } }
        coroutineScope {
            val end = CompletableDeferred<Unit>()
            val holder = launch { locks.serialized("a") { end.await() } }
            yield()
            val waiting = launch { locks.serialized("a") { error("inside") } }
            yield()
            waiting.cancelAndJoin()
            end.complete(Unit)
            holder.join()
        }
        locks.serialized("a") { "again" } shouldBe "again"
        locks.size shouldBe 0
    }
})

private suspend fun <T> LocalKeyLocks<String>.serialized(
    key: String,
    action: suspend () -> T,
): T = withKeyLock(key, 1.minutes, { error("late") }, action)
