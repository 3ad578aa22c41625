package io.github.oidcauth.internal.concurrent

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.java.BlockingTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.withContext
import java.util.concurrent.Callable
import java.util.concurrent.CancellationException
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.FutureTask
import java.util.concurrent.TimeUnit

/** Blocking calls in a fork-join pool, as from `CompletableFuture.supplyAsync`. */
class RunBlockingTest :
    FunSpec({
        fun <T> inPoolOfOne(task: (ForkJoinPool) -> T): T {
            val pool = ForkJoinPool(1)
            try {
                return pool.submit(Callable { task(pool) }).get(60, TimeUnit.SECONDS)
            } finally {
                pool.shutdownNow()
            }
        }

        test("a call that waits for work of its own pool gets it, though the pool has one thread") {
            inPoolOfOne { pool ->
                runBlocking { withContext(pool.asCoroutineDispatcher()) { "done" } }
            } shouldBe "done"
        }

        test("so do calls of the facade") {
            val kept =
                inPoolOfOne { pool ->
                    val store =
                        object : TokenStore by InMemoryTokenStore() {
                            override suspend fun keys(): Set<TokenKey> =
                                withContext(pool.asCoroutineDispatcher()) { setOf(TokenKey.forHost("https://h.example")) }
                        }
                    BlockingTokenStore(store).keys()
                }

            kept.single().value shouldBe "https://h.example"
        }

        test("null is a response, and what is thrown comes out as it is") {
            inPoolOfOne { runBlocking { null } }.shouldBeNull()
            inPoolOfOne { shouldThrow<StoreException> { runBlocking { throw StoreException("broken") } } }.message shouldBe
                "broken"
        }

        test("interrupting the thread ends the call in a pool, and the thread stays interrupted") {
            inPoolOfOne {
                Thread.currentThread().interrupt()
                shouldThrow<CancellationException> { runBlocking { awaitCancellation() } } to Thread.interrupted()
            }.shouldBeInterruption()
        }

        test("so does interrupting any other thread") {
            val task =
                FutureTask {
                    Thread.currentThread().interrupt()
                    shouldThrow<CancellationException> { runBlocking { awaitCancellation() } } to Thread.interrupted()
                }
            Thread(task).apply { start() }.join()
            task.get().shouldBeInterruption()
        }
    })

private fun Pair<CancellationException, Boolean>.shouldBeInterruption() {
    first.cause.shouldBeInstanceOf<InterruptedException>()
    second shouldBe true
}
