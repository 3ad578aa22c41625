package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlin.time.Duration.Companion.days

class MoveTokensTest :
    FunSpec({
        val a = TokenKey.of("https://a")
        val b = TokenKey.of("https://b")
        val clock = SettableClock()

        fun token(
            name: String,
            days: Int?,
        ) = Token(name) { expiresAt = days?.let { clock.now() + it.days } }

        test("all tokens are in the target afterwards, and none in the source") {
            val source = InMemoryTokenStore(clock)
            val target = InMemoryTokenStore(clock)
            source.put(a, token("a", 1))
            source.put(b, token("b", null))
            source.moveTo(target) shouldBe setOf(a, b)
            source.keys().shouldBeEmpty()
            target.get(a)?.accessToken shouldBe "a"
            target.get(b)?.accessToken shouldBe "b"
            source.moveTo(target).shouldBeEmpty()
        }

        test("of two tokens the one stays that ends later") {
            for ((ours, theirs, stays) in listOf(
                Triple(2, 1, "ours"),
                Triple(1, 2, "theirs"),
                Triple(1, 1, "theirs"),
                Triple(null, 1, "ours"),
                Triple(1, null, "theirs"),
            )) {
                val source = InMemoryTokenStore(clock)
                val target = InMemoryTokenStore(clock)
                source.put(a, token("ours", ours))
                target.put(a, token("theirs", theirs))
                source.moveTo(target) shouldBe setOf(a)
                target.get(a)?.accessToken shouldBe stays
                source.keys().shouldBeEmpty()
            }
        }

        test("a store is not moved to itself, and keeps its tokens") {
            val store = InMemoryTokenStore(clock)
            store.put(a, token("a", 1))
            shouldThrow<StoreException> { store.moveTo(store) }
            store.get(a)?.accessToken shouldBe "a"
        }

        test("a token that cannot be written is not removed") {
            val source = InMemoryTokenStore(clock)
            source.put(a, token("a", 1))
            val target =
                object : TokenStore by InMemoryTokenStore(clock) {
                    override suspend fun put(
                        key: TokenKey,
                        token: Token,
                    ): Unit = throw StoreException("full")
                }
            shouldThrow<StoreException> { source.moveTo(target) }.message shouldBe "full"
            source.get(a)?.accessToken shouldBe "a"
        }

        test("a token that is being refreshed is moved after that") {
            val source = InMemoryTokenStore(clock)
            val target = InMemoryTokenStore(clock)
            source.put(a, token("old", 1))
            val moving = CompletableDeferred<Unit>()
            val observed =
                object : TokenStore by source {
                    override suspend fun <T> withLock(
                        key: TokenKey,
                        action: suspend () -> T,
                    ): T {
                        moving.complete(Unit)
                        return source.withLock(key, action)
                    }
                }
            coroutineScope {
                source.withLock(a) {
                    launch { observed.moveTo(target) }
                    moving.await()
                    source.put(a, token("new", 1))
                }
            }
            target.get(a)?.accessToken shouldBe "new"
            source.keys().shouldBeEmpty()
        }
    })
