package io.github.oidcauth.internal.interaction

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.acquisition.TokenAcquirer
import io.github.oidcauth.internal.acquisition.testAcquirer
import io.github.oidcauth.internal.acquisition.virtualClock
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.login.FakeLoginServer
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class TokenEventsTest :
    FunSpec({
        val key = TokenKey.forHost("h.example")

        class Bench(
            scope: TestScope,
            val store: TokenStore = InMemoryTokenStore(scope.virtualClock()),
            /** The action of the listener for each event, after recording it. */
            var onEvent: (String) -> Unit = {},
        ) : TokenListener {
            val clock = scope.virtualClock()
            val server = FakeLoginServer(clock)
            val warnings = mutableListOf<String>()
            val heard = mutableListOf<String>()
            var userPresent = true
            private val dispatcher = StandardTestDispatcher(scope.testScheduler)
            private val prompts = Prompts()
            val acquirer: TokenAcquirer get() =
                testAcquirer(
                    key,
                    store,
                    server,
                    clock,
                    Token.EXPIRY_LEEWAY,
                    prompts,
                    { if (!userPresent) throw InteractionRequiredException("Nobody is here.") },
                    TokenEvents(key, this, dispatcher) { warnings += it },
                    { warnings += it },
                )

            suspend fun obtain(force: Boolean = false): Token = acquirer.obtain(force) { server.issue() }

            fun token(
                name: String,
                life: Duration,
                refreshToken: String? = "r-$name",
            ) = Token(name) {
                expiresAt = clock.now() + life
                this.refreshToken = refreshToken
            }

            override fun tokensObtained(
                key: TokenKey,
                token: Token,
            ) = hear(key, "obtained ${token.accessToken}")

            override fun refreshTokenRotated(
                key: TokenKey,
                old: Token?,
                new: Token,
            ) = hear(key, "rotated ${old?.refreshToken} to ${new.refreshToken}")

            override fun refreshTokenRemoved(
                key: TokenKey,
                old: Token,
            ) = hear(key, "removed ${old.refreshToken}")

            private fun hear(
                told: TokenKey,
                event: String,
            ) {
                told shouldBe key
                heard += event
                onEvent(event)
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("a stored token is no event") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            bench.obtain()
            bench.acquirer.getStored()
            bench.heard.shouldBeEmpty()
        }

        scripted("a login is told of once, however many waited for it") { bench ->
            (1..10).map { async { bench.obtain() } }.awaitAll()
            bench.heard shouldContainExactly listOf("obtained access-1")
        }

        scripted("a refresh is told of once with the refresh token that it brought, however many waited for it") { bench ->
            bench.store.put(key, bench.token("a", 1.seconds))
            (1..10).map { async { bench.obtain() } }.awaitAll()
            bench.heard shouldContainExactly listOf("obtained access-1", "rotated r-a to refresh-1")
        }

        scripted("a refresh that was asked for is told of like any other") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            (1..3).map { async { bench.acquirer.refresh() } }.awaitAll()
            bench.heard shouldContainExactly listOf("obtained access-1", "rotated r-a to refresh-1")
        }

        scripted("a refresh that keeps the refresh token rotates nothing") { bench ->
            bench.server.rotates = false
            bench.store.put(key, bench.token("a", 1.seconds))
            bench.obtain().refreshToken shouldBe "r-a"
            bench.acquirer.refresh("from-elsewhere")
            bench.heard shouldContainExactly listOf("obtained access-1", "obtained access-2")
        }

        scripted("a refresh token from elsewhere that is rotated has no old token") { bench ->
            bench.acquirer.refresh("from-elsewhere")
            bench.heard shouldContainExactly listOf("obtained access-1", "rotated null to refresh-1")
        }

        scripted("a refresh token that the server calls invalid is removed, and told of once") { bench ->
            val old = bench.token("a", 50.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            bench.userPresent = false
            repeat(2) { bench.obtain().accessToken shouldBe "a" }
            bench.heard shouldContainExactly listOf("removed r-a")
        }

        scripted("a removal comes before the login that follows it") { bench ->
            val old = bench.token("a", 1.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            bench.obtain()
            bench.heard shouldContainExactly listOf("removed r-a", "obtained access-1")
        }

        scripted("the token of a sibling is not one that was obtained here, and nothing was removed") { bench ->
            val old = bench.token("a", 1.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            val caller = async { bench.obtain() }
            runCurrent()
            bench.store.put(key, bench.token("sibling", 10.minutes))
            caller.await().accessToken shouldBe "sibling"
            bench.heard.shouldBeEmpty()
        }

        scripted("failures are no events") { bench ->
            bench.store.put(key, bench.token("a", 30.seconds))
            bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
            bench.obtain()
            shouldThrow<TransportException> { bench.acquirer.refresh() }
            bench.server.refreshFailure = null
            bench.server.spend(bench.token("a", 30.seconds))
            shouldThrow<InvalidGrantException> { bench.acquirer.refresh() }
            bench.heard.shouldBeEmpty()
        }

        scripted("the store has the token when the event is heard") { bench ->
            val stored = mutableListOf<String?>()
            bench.onEvent = { stored += runBlocking { bench.store.get(key) }?.let { it.accessToken + "/" + it.refreshToken } }
            val old = bench.token("a", 50.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            bench.obtain()
            advanceTimeBy(590.seconds)
            bench.obtain()
            bench.heard shouldContainExactly
                listOf("removed r-a", "obtained access-1", "obtained access-2", "rotated refresh-1 to refresh-2")
            stored shouldContainExactly
                listOf("a/null", "access-1/refresh-1", "access-2/refresh-2", "access-2/refresh-2")
        }

        listOf(
            IllegalStateException("refresh-1"),
            CancellationException("refresh-1"),
            NullPointerException(),
        ).forEach { failure ->
            scripted("a listener that throws ${failure::class.simpleName} loses no token, and its words go nowhere") { bench ->
                bench.onEvent = { throw failure }
                bench.obtain().accessToken shouldBe "access-1"
                advanceTimeBy(590.seconds)
                bench.obtain().accessToken shouldBe "access-2"
                bench.store.get(key)?.accessToken shouldBe "access-2"
                bench.heard shouldContainExactly
                    listOf("obtained access-1", "obtained access-2", "rotated refresh-1 to refresh-2")
                bench.warnings shouldHaveSize 3
                bench.warnings.forEach {
                    it shouldContain failure::class.simpleName!!
                    it shouldNotContain "refresh-1"
                }
            }
        }

        scripted("a caller who is cancelled while the refresh is on its way keeps no event from the listener") { bench ->
            bench.store.put(key, bench.token("a", 1.seconds))
            val caller = launch { bench.obtain() }
            runCurrent()
            bench.server.refreshes shouldBe 1
            caller.cancelAndJoin()
            bench.heard shouldContainExactly listOf("obtained access-1", "rotated r-a to refresh-1")
        }

        test(
            "an unstored token is reported as obtained, and an invalid refresh token is not kept in memory",
        ) {
            runTest {
                val kept = InMemoryTokenStore(virtualClock())
                val full =
                    object : TokenStore by kept {
                        override suspend fun put(
                            key: TokenKey,
                            token: Token,
                        ): Unit = throw StoreException("The disk is full.")
                    }
                val bench = Bench(this, full)
                val old = bench.token("a", 30.seconds)
                kept.put(key, old)
                bench.server.spend(old)
                bench.obtain().accessToken shouldBe "access-1"
                withClue(bench.warnings) { bench.warnings shouldHaveSize 1 }
                bench.heard shouldContainExactly listOf("removed r-a", "obtained access-1")
            }
        }

        test("without a listener nothing is called and nobody warned") {
            runTest {
                val events = TokenEvents(key, null, StandardTestDispatcher(testScheduler)) { error("Nobody is to be warned.") }
                shouldNotThrowAny {
                    events.notifyObtained(Token("a"))
                    events.notifyRotated(null, Token("a"))
                    events.notifyRemoved(Token("a"))
                }
            }
        }

        test("a listener may leave out what it does not want to hear") {
            runTest {
                val deaf = TokenListener { _, _ -> }
                val events = TokenEvents(key, deaf, StandardTestDispatcher(testScheduler)) { error("Nobody is to be warned.") }
                shouldNotThrowAny {
                    events.notifyObtained(Token("a"))
                    events.notifyRotated(null, Token("a"))
                    events.notifyRemoved(Token("a"))
                }
            }
        }
    })
