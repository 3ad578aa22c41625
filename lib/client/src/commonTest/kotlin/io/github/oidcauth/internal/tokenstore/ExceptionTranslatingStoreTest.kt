package io.github.oidcauth.internal.tokenstore

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.UnreadableTokenException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.throwables.shouldThrowAny
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Job
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout

/** A store in which every call ends in [fail], before or after the action of a lock. */
private class Broken(
    private val isAfterwards: Boolean = false,
    private val fail: suspend () -> Nothing,
) : TokenStore {
    override suspend fun get(key: TokenKey): Token? = fail()

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = fail()

    override suspend fun remove(key: TokenKey): Boolean = fail()

    override suspend fun keys(): Set<TokenKey> = fail()

    override suspend fun clear(): Unit = fail()

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T {
        if (isAfterwards) action()
        fail()
    }
}

class ExceptionTranslatingStoreTest :
    FunSpec({
        val key = TokenKey.of("https://h.example")
        val token = Token("secret-a")
        val calls =
            mapOf<String, suspend (TokenStore) -> Any?>(
                "get" to { it.get(key) },
                "put" to { it.put(key, token) },
                "remove" to { it.remove(key) },
                "remove what was seen" to { it.remove(key, token) },
                "replace" to { it.replace(key, token, token) },
                "removeUnreadable" to { it.removeUnreadable() },
                "keys" to { it.keys() },
                "entries" to { it.entries() },
                "clear" to { it.clear() },
                "withLock" to { it.withLock(key) { } },
            )

        class SomeDatabaseException : Exception("INSERT … 'secret-a' failed")

        val failures =
            mapOf<String, suspend () -> Nothing>(
                "a closed store" to { error("The store is closed: secret-a") },
                "a database" to { throw SomeDatabaseException() },
                "a scope of its own that was cancelled" to { throw CancellationException("closed") },
                "a time limit of its own" to { withTimeout(10) { awaitCancellation() } },
            )

        for ((call, action) in calls) {
            test("$call: whatever the store throws is an error of the store, whose message repeats nothing") {
                for ((failure, fail) in failures) {
                    withClue(failure) {
                        runTest {
                            val thrown = shouldThrow<StoreException> { action(ExceptionTranslatingStore(Broken { fail() })) }
                            thrown.message shouldContain "token store"
                            thrown.message shouldNotContain "secret-a"
                        }
                    }
                }
            }

            test("$call: an error that says what it is, and the cancellation of the caller, pass as they are") {
                runTest {
                    val unreadable = UnreadableTokenException("Another key.")
                    shouldThrow<UnreadableTokenException> {
                        action(ExceptionTranslatingStore(Broken { throw unreadable }))
                    } shouldBeSameInstanceAs
                        unreadable
                    shouldThrow<NotImplementedError> { action(ExceptionTranslatingStore(Broken { TODO() })) }
                    var thrown: Throwable? = null
                    val caller =
                        launch {
                            thrown = shouldThrowAny { action(ExceptionTranslatingStore(Broken { awaitCancellation() })) }
                        }
                    testScheduler.runCurrent()
                    caller.cancelAndJoin()
                    thrown.shouldBeInstanceOf<CancellationException>()
                }
            }
        }

        test("a caller that is cancelled while the store fails stays cancelled") {
            runTest {
                var thrown: Throwable? = null
                val caller =
                    launch {
                        val own: Job = currentCoroutineContext().job
                        thrown =
                            shouldThrowAny {
                                ExceptionTranslatingStore(
                                    Broken {
                                        own.cancel()
                                        throw CancellationException("of the store")
                                    },
                                ).get(key)
                            }
                    }
                caller.join()
                caller.isCancelled shouldBe true
                thrown.shouldBeInstanceOf<CancellationException>()
            }
        }

        test("an exception of the action under a lock reaches the caller, even if the store changes it") {
            runTest {
                val own = IllegalArgumentException("mine")
                shouldThrow<IllegalArgumentException> {
                    ExceptionTranslatingStore(InMemoryTokenStore()).withLock(key) { throw own }
                } shouldBeSameInstanceAs own
                val wrapping =
                    object : TokenStore by InMemoryTokenStore() {
                        override suspend fun <T> withLock(
                            key: TokenKey,
                            action: suspend () -> T,
                        ): T =
                            try {
                                action()
                            } catch (e: IllegalArgumentException) {
                                throw IllegalStateException("rolled back", e)
                            }
                    }
                shouldThrow<IllegalArgumentException> {
                    ExceptionTranslatingStore(wrapping).withLock(key) { throw own }
                } shouldBeSameInstanceAs
                    own
                shouldThrow<TimeoutCancellationException> {
                    ExceptionTranslatingStore(InMemoryTokenStore()).withLock(key) { withTimeout(10) { awaitCancellation() } }
                }
                shouldThrow<StoreException> {
                    ExceptionTranslatingStore(Broken(isAfterwards = true) { error("no") }).withLock(key) { }
                }
            }
        }
    })
