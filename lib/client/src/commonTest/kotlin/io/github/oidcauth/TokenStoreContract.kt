package io.github.oidcauth

import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.generate
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.coroutines.yield
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** What every [TokenStore] does. */
abstract class TokenStoreContract : FunSpec() {
    /** An empty store that judges by [clock]. */
    protected abstract fun newStore(clock: SettableClock): TokenStore

    private val a = TokenKey.forHost("https://a.example.com")
    private val b = TokenKey.forHost("https://b.example.com")
    private val clock = SettableClock()
    private val lasting = Token("access") { expiresAt = clock.now() + 1.days }

    private fun contract(
        name: String,
        test: suspend (TokenStore) -> Unit,
    ) = test("contract: $name") {
        clock.time = SettableClock().time
        withTimeout(1.minutes) { test(newStore(clock)) }
    }

    init {
        contract("an empty store has nothing") { store ->
            store.get(a).shouldBeNull()
            store.keys().shouldBeEmpty()
            store.remove(a) shouldBe false
            store.clear()
        }

        contract("what was put comes back whole, and nothing under another key") { store ->
            val token =
                Token("access") {
                    tokenType = "DPoP"
                    expiresAt = clock.now() + 5.minutes
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 1.days
                    idToken = "id"
                    scope = "openid profile"
                    dpopKey = DPoPKey.generate()
                }
            store.put(a, token)
            store.get(a) shouldBe token
            store.get(b).shouldBeNull()
        }

        contract("a second put replaces the first") { store ->
            store.put(a, lasting)
            store.put(a, Token("other"))
            store.get(a) shouldBe Token("other")
        }

        contract("keys names all that is kept") { store ->
            store.put(a, lasting)
            store.put(b, lasting)
            store.keys() shouldContainExactlyInAnyOrder setOf(a, b)
        }

        contract("entries tells of all that is kept, in the order of its keys, and no secret") { store ->
            val issued = TokenKey.forIssuer("https://idp.example.com", "app", listOf("openid"))
            val boundTo = DPoPKey.generate()
            val token =
                Token("secret-access") {
                    tokenType = "DPoP"
                    expiresAt = clock.now() + 5.minutes
                    refreshToken = "secret-refresh"
                    refreshExpiresAt = clock.now() + 1.days
                    idToken = "secret-id"
                    scope = "openid profile"
                    dpopKey = boundTo
                }
            store.put(issued, token)
            store.put(a, Token("secret"))
            val entries = store.entries()
            entries.map { it.key } shouldBe store.keys().toList()
            val full = entries.single { it.key == issued }
            full.tokenType shouldBe "DPoP"
            full.expiresAt shouldBe token.expiresAt
            full.refreshExpiresAt shouldBe token.refreshExpiresAt
            full.scope shouldBe "openid profile"
            full.hasRefreshToken shouldBe true
            full.hasIdToken shouldBe true
            val bare = entries.single { it.key == a }
            listOf(bare.expiresAt, bare.refreshExpiresAt, bare.scope) shouldBe listOf(null, null, null)
            listOf(bare.hasRefreshToken, bare.hasIdToken) shouldBe listOf(false, false)
            entries.toString() shouldNotContain "secret"
            entries.toString() shouldNotContain boundTo.toJson().getValue("d").jsonPrimitive.content
        }

        contract("entries leaves out what is stale") { store ->
            store.put(a, Token("access") { expiresAt = clock.now() + 100.seconds })
            clock += 69.seconds
            store.entries().map { it.key } shouldBe listOf(a)
            clock += 1.seconds
            store.entries().shouldBeEmpty()
        }

        contract("an issuer's key and an application's at the same place are two") { store ->
            val issued = TokenKey.forIssuer("https://a.example.com", "app")
            store.put(a, lasting)
            store.put(issued, Token("issued"))
            store.get(a) shouldBe lasting
            store.get(issued) shouldBe Token("issued")
            store.remove(a) shouldBe true
            store.keys() shouldBe setOf(issued)
        }

        contract("remove forgets one key and says whether there was one") { store ->
            store.put(a, lasting)
            store.put(b, lasting)
            store.remove(a) shouldBe true
            store.remove(a) shouldBe false
            store.get(a).shouldBeNull()
            store.get(b) shouldBe lasting
        }

        contract("clear forgets all") { store ->
            store.put(a, lasting)
            store.put(b, lasting)
            store.clear()
            store.keys().shouldBeEmpty()
            store.get(a).shouldBeNull()
        }

        contract("a token is kept until 30 seconds before its end") { store ->
            store.put(a, Token("access") { expiresAt = clock.now() + 100.seconds })
            clock += 69.seconds
            store.get(a)?.accessToken shouldBe "access"
            store.keys() shouldBe setOf(a)
            clock += 1.seconds
            store.get(a).shouldBeNull()
            store.keys().shouldBeEmpty()
        }

        contract("a refresh token keeps an entry until 30 seconds before its own end") { store ->
            val token =
                Token("access") {
                    expiresAt = clock.now() + 10.seconds
                    refreshToken = "refresh"
                    refreshExpiresAt = clock.now() + 100.seconds
                }
            store.put(a, token)
            clock += 69.seconds
            store.get(a) shouldBe token
            clock += 1.seconds
            store.get(a).shouldBeNull()
        }

        contract("a refresh token without known end keeps an entry for ever") { store ->
            store.put(
                a,
                Token("access") {
                    expiresAt = clock.now() + 10.seconds
                    refreshToken = "refresh"
                },
            )
            clock += 10_000.days
            store.get(a)?.refreshToken shouldBe "refresh"
        }

        contract("a token without known end is kept for ever") { store ->
            store.put(a, Token("access"))
            clock += 10_000.days
            store.get(a) shouldBe Token("access")
        }

        contract("a put lets others that are not stale alone") { store ->
            store.put(a, Token("short") { expiresAt = clock.now() + 100.seconds })
            store.put(b, lasting)
            clock += 69.seconds
            store.put(TokenKey.of("c"), lasting)
            store.keys() shouldBe setOf(a, b, TokenKey.of("c"))
        }

        contract("concurrent puts lose nothing") { store ->
            withContext(Dispatchers.Default) {
                (1..20).map { async { store.put(TokenKey.of("https://h$it"), lasting) } }.awaitAll()
            }
            store.keys() shouldBe (1..20).map { TokenKey.of("https://h$it") }.toSet()
        }

        contract("withLock lets one at a time in") { store ->
            var inside = 0
            var most = 0
            coroutineScope {
                repeat(10) {
                    launch {
                        store.withLock(a) {
                            most = maxOf(most, ++inside)
                            yield()
                            store.put(a, lasting)
                            inside--
                        }
                    }
                }
            }
            most shouldBe 1
        }

        contract("withLock returns what the action returns, and the store works inside") { store ->
            store.withLock(a) {
                store.put(a, lasting)
                store.get(a)
            } shouldBe lasting
        }

        contract("the lock of one key does not hold up another") { store ->
            store.withLock(a) { store.withLock(b) { "inside" } } shouldBe "inside"
        }

        contract("the lock is given back when the action fails") { store ->
            shouldThrow<IllegalStateException> { store.withLock(a) { error("no") } }
            store.withLock(a) { "again" } shouldBe "again"
        }

        contract("the lock is given back when the action is cancelled") { store ->
            coroutineScope {
                val entered = CompletableDeferred<Unit>()
                val holder =
                    launch {
                        store.withLock(a) {
                            entered.complete(Unit)
                            awaitCancellation()
                        }
                    }
                entered.await()
                holder.cancelAndJoin()
            }
            store.withLock(a) { "again" } shouldBe "again"
        }

        contract("waiting for the lock can be cancelled, and leaves the lock with its holder") { store ->
            store.withLock(a) {
                withTimeoutOrNull(50.milliseconds) { store.withLock(a) { "inside" } }.shouldBeNull()
            }
            store.withLock(a) { "again" } shouldBe "again"
        }

        contract("cancellation of the action is not swallowed") { store ->
            shouldThrow<CancellationException> { store.withLock(a) { throw CancellationException("enough") } }
        }
    }
}
