package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidClientException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Many callers of one process that meet one expired token. */
@OptIn(ExperimentalCoroutinesApi::class)
class SharedRefreshesTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            private val scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val store = SlowStore(InMemoryTokenStore(clock), pause = Duration.ZERO)
            val server = FakeLoginServer(clock)
            val flights = RefreshFlights()
            val warnings = mutableListOf<String>()
            var isUserPresent = true
            var logins = 0
            private val prompts = Prompts()

            /** Returns the keeper of a session; sessions of equal configurations have the same. */
            fun acquirer(
                minTtl: Duration = Token.EXPIRY_LEEWAY,
                server: FakeLoginServer = this.server,
            ) = scope.tokenAcquirer(
                key,
                store,
                server,
                clock,
                minTtl = minTtl,
                prompts = prompts,
                isPresent = { isUserPresent },
                warn = { warnings += it },
                flights = flights,
            )

            suspend fun obtain(
                by: TokenAcquirer = acquirer(),
                force: Boolean = false,
            ): Token =
                by.obtain(force) {
                    logins++
                    delay(10.seconds)
                    server.issue()
                }

            suspend fun expired(life: Duration = Duration.ZERO): Token =
                Token("a") {
                    expiresAt = clock.now() + life
                    refreshToken = "r-a"
                }.also { store.kept.put(key, it) }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) {
            runTest {
                val bench = Bench(this)
                body(bench)
                bench.flights.isEmpty shouldBe true
            }
        }

        for (callers in listOf(100, 10_000)) {
            scripted("$callers callers at one expiry take the lock once, send one request, and are back when it is") { bench ->
                bench.expired()
                val acquirers = listOf(bench.acquirer(), bench.acquirer(minTtl = 30.seconds), bench.acquirer())
                val tokens = List(callers) { async { bench.obtain(acquirers[it % acquirers.size]) } }.awaitAll()
                tokens.toSet().single().accessToken shouldBe "access-1"
                bench.server.refreshes shouldBe 1
                bench.store.locks shouldBe 1
                currentTime shouldBe 1_000
            }
        }

        scripted("so do those who ask for a refresh") { bench ->
            bench.expired(life = 10.minutes)
            List(1_000) { async { bench.acquirer().refresh() } }.awaitAll().toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
            bench.store.locks shouldBe 1
        }

        scripted("so do those who bring the refresh token of the stored token, also while others refresh that") { bench ->
            bench.expired()
            val others = listOf(async { bench.obtain() }, async { bench.acquirer().refresh() })
            val brought = List(100) { async { bench.acquirer().refresh("r-a") } }
            (others + brought).awaitAll().toSet() shouldHaveSize 1
            bench.server.received shouldBe listOf("r-a")
        }

        scripted("so do those who bring the same one from elsewhere, and get its failure together") { bench ->
            val acquirer = bench.acquirer()
            List(100) { async { acquirer.refresh("r-b") } }.awaitAll().toSet() shouldHaveSize 1
            bench.server.received shouldBe listOf("r-b")
            List(100) { async { shouldThrow<InvalidGrantException> { acquirer.refresh("r-b") } } }.awaitAll()
            bench.server.received shouldBe listOf("r-b", "r-b")
            listOf("r-c", "r-d").map { async { acquirer.refresh(it) } }.awaitAll().toSet() shouldHaveSize 2
        }

        scripted(
            "a result for another configuration's server, or a refusal by it, is not used for this one",
        ) { bench ->
            val picky = FakeLoginServer(bench.clock)
            picky.accepted = { false }
            val first = async { bench.acquirer().refresh("r-b").accessToken }
            runCurrent()
            val second = async { bench.acquirer(server = picky).refresh("r-b").accessToken }
            listOf(first.await(), second.await()) shouldBe listOf("access-1", "access-1")
            picky.received shouldBe listOf("r-b")
            val third = async { shouldThrow<InvalidGrantException> { bench.acquirer().refresh("r-b") } }
            runCurrent()
            bench.acquirer(server = FakeLoginServer(bench.clock)).refresh("r-b").accessToken shouldBe "access-1"
            third.await()
        }

        scripted("they share the failure, which is asked for once") { bench ->
            bench.expired()
            bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
            val failures = List(1_000) { async { shouldThrow<TransportException> { bench.obtain() } } }.awaitAll()
            failures.toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
            bench.store.locks shouldBe 1
            bench.logins shouldBe 0
        }

        scripted("they share one of any other kind, as what was sent may have been used up") { bench ->
            bench.expired()
            bench.server.refreshFailure = IllegalStateException("r-a")
            val failures = List(100) { async { shouldThrow<TransportException> { bench.obtain() } } }.awaitAll()
            failures.toSet() shouldHaveSize 1
            failures.first().stackTraceToString() shouldNotContain "r-a"
            bench.server.received shouldBe listOf("r-a")
        }

        scripted("while the token is valid they get it in place of the failure") { bench ->
            val token = bench.expired(life = 30.seconds)
            bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
            List(100) { async { bench.obtain() } }.awaitAll().toSet() shouldBe setOf(token)
            bench.server.refreshes shouldBe 1
        }

        scripted("when the refresh token is refused they share one login, or, where nobody is, its absence") { bench ->
            bench.server.spend(bench.expired())
            List(100) { async { bench.obtain() } }.awaitAll().toSet() shouldHaveSize 1
            bench.logins shouldBe 1
            bench.server.received shouldBe listOf("r-a")
            bench.isUserPresent = false
            bench.server.spend(bench.expired())
            List(100) { async { shouldThrow<InteractionRequiredException> { bench.obtain() } } }.awaitAll()
            bench.server.refreshes shouldBe 2
        }

        context("if any caller is cancelled at any point, all others get the one token") {
            // Each call of the store suspends twice, as does the server.
            for (victim in listOf("leader", "follower")) {
                test("the $victim") {
                    var after = 500
                    do {
                        var isOver = false
                        withClue("cancelled after $after ms") {
                            runTest {
                                val bench = Bench(this)
                                bench.expired()
                                bench.store.pause = 1.seconds
                                bench.server.connectDelay = 1.seconds
                                val first = launch { bench.obtain() }
                                runCurrent()
                                val second = launch { bench.obtain() }
                                val others = List(5) { async { bench.obtain() } }
                                advanceTimeBy(after.milliseconds)
                                val cancelled = if (victim == "leader") first else second
                                isOver = cancelled.isCompleted
                                cancelled.cancel()
                                others.awaitAll().map { it.accessToken }.toSet() shouldBe setOf("access-1")
                                first.join()
                                second.join()
                                bench.server.received shouldBe listOf("r-a")
                                bench.store.kept.get(key)?.refreshToken shouldBe "refresh-1"
                                bench.flights.isEmpty shouldBe true
                            }
                        }
                        after += 1_000
                    } while (!isOver)
                    after shouldBeGreaterThan 10_000
                }
            }
        }

        scripted(
            "a leader that is cancelled while the refresh is under way hands over its result, and nobody takes the lock again",
        ) { bench ->
            bench.expired()
            val leader = launch { bench.obtain() }
            runCurrent()
            val others = List(10) { async { bench.obtain() } }
            runCurrent()
            bench.server.refreshes shouldBe 1
            leader.cancel()
            others.awaitAll().toSet() shouldHaveSize 1
            bench.store.locks shouldBe 1
        }

        scripted("the same holds for its failure") { bench ->
            bench.expired()
            bench.store.pause = 1.seconds
            bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
            val leader = launch { bench.obtain() }
            val others = List(10) { async { shouldThrow<TransportException> { bench.obtain() } } }
            advanceTimeBy(8.seconds)
            bench.server.refreshes shouldBe 1
            leader.cancel()
            others.awaitAll()
            bench.server.refreshes shouldBe 1
            bench.store.locks shouldBe 1
        }

        scripted("a caller that needs a longer lifetime than the leader got requests it, and others do not") { bench ->
            bench.expired()
            val tokens =
                listOf(1.minutes, 20.minutes, 1.minutes, 20.minutes, 10.seconds)
                    .map { minTtl -> async { bench.obtain(bench.acquirer(minTtl)).accessToken } }
                    .awaitAll()
            // Of what the server gives for ten minutes at the most.
            tokens shouldBe listOf("access-1", "access-2", "access-1", "access-2", "access-1")
            bench.server.received shouldBe listOf("r-a", "refresh-1")
        }

        scripted("a life that is long enough for both is, though it is the shorter one's flight") { bench ->
            bench.expired()
            val tokens = listOf(1.minutes, 9.minutes).map { async { bench.obtain(bench.acquirer(it)) } }.awaitAll()
            tokens.toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
        }

        scripted(
            "many share a token whose whole life is shorter than they want, as asking again would bring no better one",
        ) { bench ->
            bench.expired()
            val acquirer = bench.acquirer(minTtl = 20.minutes)
            List(100) { async { bench.obtain(acquirer) } }.awaitAll().toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
        }

        scripted("a token that another configuration's server does not accept is no result for it") { bench ->
            bench.expired()
            val picky = FakeLoginServer(bench.clock)
            picky.accepted = { it.accessToken != "access-1" }
            val first = async { bench.obtain() }
            runCurrent()
            val second = async { bench.obtain(bench.acquirer(server = picky)) }
            first.await().accessToken shouldBe "access-1"
            second.await().accessToken shouldBe "access-2"
            bench.logins shouldBe 1
        }

        scripted("a failure of one configuration is none of another, but that of the network is") { bench ->
            bench.expired(life = 30.seconds)
            val wrong = FakeLoginServer(bench.clock)

            suspend fun bothBy(failure: AuthException): List<String> {
                wrong.refreshFailure = failure
                val first = async { bench.obtain(bench.acquirer(server = wrong)).accessToken }
                runCurrent()
                val second = async { bench.obtain().accessToken }
                return listOf(first.await(), second.await())
            }
            bothBy(TransportException(Fault.TIMEOUT, "No response.")) shouldBe listOf("a", "a")
            bothBy(StoreException("The disk is full.")) shouldBe listOf("a", "a")
            bench.server.refreshes shouldBe 0
            bench.isUserPresent = false
            bothBy(InvalidClientException(OAuthError("invalid_client"))) shouldBe listOf("a", "access-1")
        }

        scripted("a caller that works for itself in the end is not blocked by others that still fail") { bench ->
            bench.expired(life = 30.seconds)
            bench.isUserPresent = false
            val wrong = List(10) {
                FakeLoginServer(bench.clock).also {
                    it.refreshFailure =
                        InvalidClientException(OAuthError("invalid_client"))
                }
            }
            val others = wrong.map { async { bench.obtain(bench.acquirer(server = it)).accessToken } }
            runCurrent()
            val right = async { bench.obtain().accessToken }
            right.await() shouldBe "access-1"
            others.awaitAll()
        }

        scripted("a refresh that is asked for right after another one was stored is made: that one is not newer") { bench ->
            bench.expired(life = 10.minutes)
            bench.store.pause = 1.seconds
            val first = async { bench.acquirer().refresh().accessToken }
            while (bench.store.kept.get(key)?.accessToken != "access-1") advanceTimeBy(100.milliseconds)
            first.isCompleted shouldBe false
            val second = async { bench.acquirer().refresh().accessToken }
            first.await() shouldBe "access-1"
            second.await() shouldBe "access-2"
        }

        scripted("a server that gives the same access token again is asked once by many") { bench ->
            bench.server.sameAccessToken = "a"
            bench.expired(life = 10.minutes)
            List(100) { async { bench.acquirer().refresh() } }.awaitAll().toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
        }

        scripted("a forced login happens, though others are refreshing") { bench ->
            bench.expired()
            val refreshed = async { bench.obtain() }
            runCurrent()
            bench.obtain(force = true).accessToken shouldBe "access-2"
            refreshed.await().accessToken shouldBe "access-1"
            bench.logins shouldBe 1
        }

        scripted("a usable token is handed out without waiting for anybody") { bench ->
            bench.expired(life = 10.minutes)
            val longer = launch { bench.obtain(bench.acquirer(minTtl = 20.minutes)) }
            runCurrent()
            bench.obtain().accessToken shouldBe "a"
            currentTime shouldBe 0
            longer.join()
        }
    })
