package io.github.oidcauth.internal.concurrent

import io.github.oidcauth.StoreException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.withContext
import java.util.concurrent.CancellationException
import java.util.concurrent.CompletionException
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit

class FutureTest :
    FunSpec({
        test("the result is that of the work, and null for work without one") {
            future { "done" }.get() shouldBe "done"
            voidFuture { }.get() shouldBe null
        }

        test("a failure is in the future, as join and get of Java throw it") {
            val failed = future<String> { throw StoreException("broken") }
            shouldThrow<CompletionException> { failed.join() }.cause.shouldBeInstanceOf<StoreException>()
            shouldThrow<ExecutionException> { failed.get() }.cause.shouldBeInstanceOf<StoreException>()
            failed.handle { _, e -> e }.join().shouldBeInstanceOf<StoreException>()
        }

        test("cancelling the future cancels the work") {
            val started = CompletableDeferred<Unit>()
            val ended = CompletableDeferred<Throwable>()
            val waiting =
                future {
                    try {
                        started.complete(Unit)
                        awaitCancellation()
                    } catch (e: CancellationException) {
                        ended.complete(e)
                        throw e
                    }
                }
            started.await()
            waiting.cancel(true) shouldBe true
            ended.await().shouldBeInstanceOf<CancellationException>()
            shouldThrow<CancellationException> { waiting.join() }
        }

        test("a future that times out cancels the work as well") {
            val started = CompletableDeferred<Unit>()
            val ended = CompletableDeferred<Unit>()
            val waiting =
                future {
                    try {
                        started.complete(Unit)
                        awaitCancellation()
                    } finally {
                        ended.complete(Unit)
                    }
                }
            // Work that has not begun when it is cancelled does not begin.
            started.await()
            waiting.orTimeout(1, TimeUnit.MILLISECONDS)
            ended.await()
            shouldThrow<CompletionException> { waiting.join() }
        }

        test("a failure after the cancellation is nobody's, and not reported as uncaught") {
            val uncaught = CopyOnWriteArrayList<Throwable>()
            val threads =
                Executors.newSingleThreadExecutor { work ->
                    Thread(work).apply { setUncaughtExceptionHandler { _, e -> uncaught += e } }
                }
            try {
                val started = CompletableDeferred<Unit>()
                val cancelled = CompletableDeferred<Unit>()
                val work =
                    future(threads.asCoroutineDispatcher()) {
                        withContext(NonCancellable) {
                            started.complete(Unit)
                            cancelled.await()
                        }
                        throw StoreException("too late")
                    }
                started.await()
                work.cancel(true)
                cancelled.complete(Unit)
                threads.submit { }.get()
            } finally {
                threads.shutdown()
            }
            // What the coroutine still does on the thread is done when the thread has ended.
            threads.awaitTermination(1, TimeUnit.MINUTES) shouldBe true
            uncaught.shouldBeEmpty()
        }
    })
