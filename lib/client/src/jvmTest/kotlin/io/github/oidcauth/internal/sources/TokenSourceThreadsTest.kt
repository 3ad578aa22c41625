// Tests BlockingTokenSource and ProgramCalls.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.IssuingServer
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.java.BlockingOAuth2Client
import io.github.oidcauth.java.BlockingTokenSource
import io.github.oidcauth.java.JavaTokenSource
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runInterruptible
import kotlinx.coroutines.withTimeout
import java.lang.management.ManagementFactory
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

class TokenSourceThreadsTest :
    FunSpec({
        test("10,000 coroutines at one expiry make one request and no more threads") {
            val requests = AtomicInteger()
            val mayIssue = CompletableDeferred<Unit>().also { it.complete(Unit) }
            var gate = mayIssue
            val source = TokenSource.of {
                gate.await()
                Token("token${requests.incrementAndGet()}")
            }
            val rejected = source.token()
            gate = CompletableDeferred()
            val threads = ManagementFactory.getThreadMXBean()
            coroutineScope {
                // The threads of the dispatcher are there before.
                List(100) { async(Dispatchers.Default) { source.token() } }.awaitAll()
                val before = threads.threadCount
                threads.resetPeakThreadCount()
                val callers = List(10_000) { async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { source.token(rejected) } }
                gate.complete(Unit)
                callers.awaitAll().map { it.accessToken }.toSet() shouldBe setOf("token2")
                (threads.peakThreadCount - before) shouldBeLessThan 10
            }
            requests.get() shouldBe 2
        }

        test("a blocking function that asks its own source fails, and does not wait for itself") {
            lateinit var source: BlockingTokenSource
            source = BlockingTokenSource.of { source.token() }
            val failure = shouldThrow<InvalidConfigException> {
                withTimeout(20.seconds) { runInterruptible(Dispatchers.IO) { source.token() } }
            }
            failure.message shouldContain "wait for itself"
        }

        context("callers that block all threads of the dispatchers get their token") {
            suspend fun check(source: BlockingTokenSource) {
                val onDefault = Runtime.getRuntime().availableProcessors()
                val arrived = CountDownLatch(onDefault + 64)
                val tokens = withTimeout(1.minutes) {
                    List(200) { number ->
                        async(if (number < onDefault) Dispatchers.Default else Dispatchers.IO) {
                            arrived.countDown()
                            arrived.await()
                            source.token().accessToken
                        }
                    }.awaitAll()
                }
                tokens.toSet() shouldHaveSize 1
            }

            test("from a suspending function") { check(BlockingTokenSource.of(TokenSource.of { Token("token") })) }

            test("from a blocking function") { check(BlockingTokenSource.of { Token("token") }) }

            test("from a source that is written in Java") {
                check(
                    BlockingTokenSource.of(
                        object : JavaTokenSource() {
                            override fun obtain(rejected: Token?) = Token("token")
                        },
                    ),
                )
            }

            fun wrapped(source: BlockingTokenSource): BlockingTokenSource {
                val all = CountDownLatch(64)
                return BlockingTokenSource.of(
                    object : JavaTokenSource() {
                        override fun obtain(rejected: Token?): Token {
                            all.countDown()
                            all.await()
                            return source.tokenAfter(rejected)
                        }
                    },
                )
            }

            test("from a source that is written in Java and asks another one") {
                check(wrapped(BlockingTokenSource.of { Token("token") }))
                val java =
                    object : JavaTokenSource() {
                        override fun obtain(rejected: Token?) = Token("token")
                    }
                check(wrapped(wrapped(BlockingTokenSource.of(java))))
            }

            test("from a token endpoint") {
                IssuingServer().use { server ->
                    check(BlockingOAuth2Client.of(server.tokenEndpoint, "client", "secret").tokenSource(ClientCredentialsGrant()))
                }
            }
        }
    })
