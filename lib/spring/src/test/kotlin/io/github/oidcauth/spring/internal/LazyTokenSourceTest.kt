package io.github.oidcauth.spring.internal

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.yield
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

class LazyTokenSourceTest :
    FunSpec({
        test("callers share one source, which is made by the first of them") {
            var made = 0
            val gate = CompletableDeferred<Unit>()
            val source = LazyTokenSource("orders") {
                made++
                gate.await()
                TokenSource.of("one")
            }
            val all = List(20) { async { source.token().accessToken } }
            yield()
            gate.complete(Unit)
            all.map { it.await() }.distinct() shouldBe listOf("one")
            made shouldBe 1
        }

        test("a caller that is cancelled harms no other") {
            var made = 0
            val source = LazyTokenSource("orders") {
                if (made++ == 0) CompletableDeferred<Unit>().await()
                TokenSource.of("one")
            }
            val first = launch { source.token() }
            yield()
            val second = async { source.token() }
            yield()
            first.cancelAndJoin()
            second.await().accessToken shouldBe "one"
        }

        test("after a failure nothing is tried for a second, then for twice as long, up to 32 seconds") {
            val time = TestTimeSource()
            var tries = 0
            val source = LazyTokenSource("orders", time) {
                tries++
                throw InvalidGrantException("no")
            }
            for ((round, delay) in listOf(1, 2, 4, 8, 16, 32, 32).withIndex()) {
                shouldThrow<InvalidGrantException> { source.token() }
                tries shouldBe round + 1
                time += delay.seconds - 1.milliseconds
                shouldThrow<InvalidGrantException> { source.token() }
                tries shouldBe round + 1
                time += 1.milliseconds
            }
        }

        test("the rejected token and demands of APIs reach the source") {
            val seen = mutableListOf<Token?>()
            val source = LazyTokenSource("orders") {
                object : TokenSource {
                    override suspend fun token(rejected: Token?): Token = Token("new").also { seen += rejected }
                }
            }
            val old = Token("old")
            source.token(old)
            seen shouldBe listOf(old)
            "$source" shouldBe "TokenSource(orders)"
        }
    })
