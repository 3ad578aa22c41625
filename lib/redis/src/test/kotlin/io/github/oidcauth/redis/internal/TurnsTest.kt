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

class TurnsTest : FunSpec({
    test("one at a time has the turn of a key, whatever threads they are on") {
        val turns = Turns<String>()
        var count = 0
        withContext(Dispatchers.Default) {
            repeat(1_000) { launch { turns.withTurn("a") { count = count.also { yield() } + 1 } } }
        }
        count shouldBe 1_000
    }

    test("another key is free") {
        val turns = Turns<String>()
        turns.withTurn("a") { turns.withTurn("b") { "inside" } } shouldBe "inside"
    }

    test("the turn is given back by who fails, and by who was cancelled while waiting") {
        val turns = Turns<String>()
        shouldThrow<IllegalStateException> { turns.withTurn("a") { error("no") } }
        coroutineScope {
            val end = CompletableDeferred<Unit>()
            val holder = launch { turns.withTurn("a") { end.await() } }
            yield()
            val waiting = launch { turns.withTurn("a") { error("inside") } }
            yield()
            waiting.cancelAndJoin()
            end.complete(Unit)
            holder.join()
        }
        turns.withTurn("a") { "again" } shouldBe "again"
        turns.size shouldBe 0
    }
})
