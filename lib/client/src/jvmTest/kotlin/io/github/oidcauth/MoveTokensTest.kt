package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
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

        test("the tokens that are named are moved, and no other") {
            val source = InMemoryTokenStore(clock)
            val target = InMemoryTokenStore(clock)
            source.put(a, token("a", 1))
            source.put(b, token("b", 1))
            source.moveTo(target, setOf(a, TokenKey.of("https://c"))) shouldBe setOf(a)
            source.keys() shouldBe setOf(b)
            target.keys() shouldBe setOf(a)
            source.moveTo(target, emptySet()).shouldBeEmpty()
            shouldThrow<StoreException> { source.moveTo(source, setOf(b)) }
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

        test("stores that keep their tokens in the same place are refused before anything is changed") {
            val store = InMemoryTokenStore(clock)
            store.put(a, token("a", 1))
            val sealed =
                object : TokenStore by InMemoryTokenStore(clock) {
                    override val identity: Any get() = store.identity

                    override suspend fun put(
                        key: TokenKey,
                        token: Token,
                    ): Unit = error("must not be asked")
                }
            shouldThrow<StoreException> { store.moveTo(sealed) }.message shouldContain "same place. Nothing was changed."
            shouldThrow<StoreException> { sealed.moveTo(store) }
            store.get(a) shouldBe token("a", 1)
        }

        for (days in listOf(1, null)) {
            test("stores that do not say that they have the same place are found out, and no token is ever gone: $days") {
                val store = Watched(InMemoryTokenStore(clock))
                store.put(a, token("a", days))
                store.put(b, token("b", days))
                store.check = { store.entries().map { it.key }.toSet() shouldBe setOf(a, b) }
                val other = object : TokenStore by store {
                    override val identity: Any get() = this
                }
                shouldThrow<StoreException> { store.moveTo(other) }.message shouldContain "same place"
                store.get(a) shouldBe token("a", days)
                store.get(b) shouldBe token("b", days)
                store.checks shouldBeGreaterThan 0
            }

            test("each token is in one of the stores at any moment, and is the same in the end: $days") {
                val source = Watched(InMemoryTokenStore(clock))
                val target = Watched(InMemoryTokenStore(clock))
                source.put(a, token("a", days))
                source.put(b, token("b", days))
                val check: suspend () -> Unit = {
                    for (key in listOf(a, b)) (source.get(key) ?: target.get(key))?.accessToken.shouldNotBeNull()
                }
                source.check = check
                target.check = check
                source.moveTo(target) shouldBe setOf(a, b)
                target.get(a) shouldBe token("a", days)
                target.get(b) shouldBe token("b", days)
                source.checks shouldBe 4
            }

            test("a token that an interrupted move has left in both stores is in the target in the end: $days") {
                val source = InMemoryTokenStore(clock)
                val target = InMemoryTokenStore(clock)
                for (store in listOf(source, target)) store.put(a, token("a", days))
                source.moveTo(target) shouldBe setOf(a)
                source.keys().shouldBeEmpty()
                target.get(a) shouldBe token("a", days)
            }
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

/** Has something checked after each change. */
private class Watched(
    private val store: TokenStore,
) : TokenStore by store {
    var check: suspend () -> Unit = {}
    var checks = 0

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ) {
        store.put(key, token)
        verify()
    }

    override suspend fun remove(
        key: TokenKey,
        seen: Token?,
    ): Boolean = store.remove(key, seen).also { verify() }

    override suspend fun remove(key: TokenKey): Boolean = store.remove(key).also { verify() }

    private suspend fun verify() {
        checks++
        check()
    }
}
