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

class LocalTurnsTest : FunSpec({
    test("one at a time has the turn of a key, whatever threads they are on") {
        val turns = LocalTurns<String>()
        var count = 0
        withContext(Dispatchers.Default) {
            repeat(1_000) { launch { turns.inTurn("a") { count = count.also { yield() } + 1 } } }
        }
        count shouldBe 1_000
    }

    test("who waits for longer than they want goes on without the turn, which stays with its holder") {
        val turns = LocalTurns<String>()
        turns.inTurn("a") {
            turns.withTurn("a", 20.milliseconds, { "late" }) { error("inside") } shouldBe "late"
            turns.withTurn("a", Duration.ZERO, { "late" }) { error("inside") } shouldBe "late"
            turns.size shouldBe 1
        }
        turns.inTurn("a") { "again" } shouldBe "again"
        turns.size shouldBe 0
    }

    test("another key is free") {
        val turns = LocalTurns<String>()
        turns.inTurn("a") { turns.inTurn("b") { "inside" } } shouldBe "inside"
    }

    test("the turn is given back by who fails, and by who was cancelled while waiting") {
        val turns = LocalTurns<String>()
        shouldThrow<IllegalStateException> { turns.inTurn("a") { error("no") } }
        coroutineScope {
            val end = CompletableDeferred<Unit>()
            val holder = launch { turns.inTurn("a") { end.await() } }
            yield()
            val waiting = launch { turns.inTurn("a") { error("inside") } }
            yield()
            waiting.cancelAndJoin()
            end.complete(Unit)
            holder.join()
        }
        turns.inTurn("a") { "again" } shouldBe "again"
        turns.size shouldBe 0
    }
})

private suspend fun <T> LocalTurns<String>.inTurn(
    key: String,
    action: suspend () -> T,
): T = withTurn(key, 1.minutes, { error("late") }, action)
