// Tests TokenRefresher, TokenRenewal and TokenWriter.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.HeldLock
import io.github.oidcauth.HttpException
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.StoreException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class TokenAcquirerTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            scope: TestScope,
            val store: TokenStore = InMemoryTokenStore(scope.virtualClock()),
            var userPresent: Boolean = true,
            private val listener: TokenListener? = null,
        ) {
            private val testScheduler = scope.testScheduler
            val clock = scope.virtualClock()
            val server = FakeLoginServer(clock)
            val warnings = mutableListOf<String>()
            var hearsWarnings = true
            var logins = 0
            private val prompts = Prompts()
            val acquirer = acquirer()

            fun acquirer() =
                testAcquirer(
                    key,
                    store,
                    server,
                    clock,
                    Token.EXPIRY_LEEWAY,
                    prompts,
                    { if (!userPresent) throw InteractionRequiredException("Nobody is here.") },
                    TokenEvents(key, listener, StandardTestDispatcher(testScheduler)) { warnings += it },
                    { if (hearsWarnings) warnings += it else error("There is no window.") },
                )

            suspend fun obtain(
                force: Boolean = false,
                by: TokenAcquirer = acquirer,
            ): Token =
                by.obtain(force) {
                    logins++
                    delay(10.seconds)
                    server.issue()
                }

            fun token(
                name: String,
                life: Duration,
                refreshToken: String? = "r-$name",
            ) = Token(name) {
                expiresAt = clock.now() + life
                this.refreshToken = refreshToken
                refreshExpiresAt = if (refreshToken == null) null else clock.now() + 100.minutes
            }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        scripted("a usable token is handed out without a request or a login") { bench ->
            val token = bench.token("a", 61.seconds)
            bench.store.put(key, token)
            bench.obtain() shouldBe token
            bench.server.refreshes shouldBe 0
            bench.logins shouldBe 0
        }

        scripted("a token with a minute to live is refreshed, and the new one is stored") { bench ->
            bench.store.put(key, bench.token("a", 60.seconds))
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.get(key)?.refreshToken shouldBe "refresh-1"
            bench.logins shouldBe 0
        }

        scripted("without a token a user logs in, and the token is stored") { bench ->
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.get(key)?.accessToken shouldBe "access-1"
        }

        scripted("with force a user logs in though there is a usable token") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            bench.obtain(force = true).accessToken shouldBe "access-1"
            bench.logins shouldBe 1
            bench.server.refreshes shouldBe 0
        }

        scripted("fifty callers with one expired token make one refresh request") { bench ->
            bench.store.put(key, bench.token("a", 1.seconds))
            val tokens = (1..50).map { async { bench.obtain(by = bench.acquirer()) } }.awaitAll()
            tokens.toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
        }

        scripted("fifty callers without a token make one prompt") { bench ->
            (1..50).map { async { bench.obtain(by = bench.acquirer()) } }.awaitAll().toSet() shouldHaveSize 1
            bench.logins shouldBe 1
        }

        scripted("those who insist on a login and wait for another's take its token") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            (1..10).map { async { bench.obtain(force = true, by = bench.acquirer()) } }.awaitAll().toSet() shouldHaveSize 1
            bench.logins shouldBe 1
            bench.obtain(force = true).accessToken shouldBe "access-2"
        }

        scripted("when the login fails, those who waited for it fail too, and nobody is asked again") { bench ->
            val callers =
                (1..10).map {
                    async {
                        shouldThrow<TimedOutException> {
                            bench.acquirer().obtain(force = it % 2 == 0) {
                                bench.logins++
                                delay(10.seconds)
                                throw TimedOutException("Nobody came.")
                            }
                        }
                    }
                }
            callers.awaitAll()
            bench.logins shouldBe 1
            bench.obtain().accessToken shouldBe "access-1"
        }

        scripted("when the one who asks is cancelled, the next one in line asks") { bench ->
            val first = launch { bench.obtain() }
            runCurrent()
            val second = async { bench.obtain() }
            runCurrent()
            first.cancelAndJoin()
            second.await().accessToken shouldBe "access-1"
            bench.logins shouldBe 2
        }

        scripted("the store's lock is not held while a user is asked") { bench ->
            val login = launch { bench.obtain() }
            advanceTimeBy(5.seconds)
            var entered = false
            launch { bench.store.withLock(key) { entered = true } }
            runCurrent()
            entered shouldBe true
            login.join()
        }

        scripted("a caller cancelled while the refresh is on its way does not lose the rotated refresh token") { bench ->
            bench.store.put(key, bench.token("a", 1.seconds))
            val caller = launch { bench.obtain() }
            runCurrent()
            bench.server.refreshes shouldBe 1
            caller.cancelAndJoin()
            bench.store.get(key)?.refreshToken shouldBe "refresh-1"
            bench.obtain().accessToken shouldBe "access-1"
            bench.server.refreshes shouldBe 1
        }

        scripted("a stored token that the server does not accept any more is neither handed out nor refreshed") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            bench.server.accepted = { it.accessToken != "a" }

            bench.obtain().accessToken shouldBe "access-1"
            bench.obtain().accessToken shouldBe "access-1"
            bench.logins shouldBe 1
            bench.server.refreshes shouldBe 0
        }

        scripted("a caller cancelled while the server is looked for has sent nothing, and does not wait") { bench ->
            val old = bench.token("a", 1.seconds)
            bench.store.put(key, old)
            bench.server.connectDelay = 10.minutes
            val caller = launch { bench.obtain() }
            advanceTimeBy(1.seconds)
            val before = currentTime
            caller.cancelAndJoin()
            currentTime shouldBe before
            bench.server.refreshes shouldBe 0
            bench.store.get(key)?.refreshToken shouldBe old.refreshToken
        }

        listOf(400, 401, 403).forEach { status ->
            scripted("metadata or keys that are refused with $status are no refusal of the refresh token") { bench ->
                val old = bench.token("a", 30.seconds)
                bench.store.put(key, old)
                bench.server.connectFailure = HttpException("The metadata could not be fetched.", null, status)

                bench.obtain() shouldBe old
                advanceTimeBy(31.seconds)
                shouldThrow<HttpException> { bench.obtain() }

                bench.logins shouldBe 0
                bench.server.refreshes shouldBe 0
                bench.store.get(key)?.refreshToken shouldBe old.refreshToken
            }
        }

        scripted(
            "a response without a refresh token keeps the old one, its expiry, the scope, and members nobody knows",
        ) { bench ->
            bench.server.rotates = false
            val old =
                bench
                    .token("a", 1.seconds)
                    .newBuilder()
                    .also {
                        it.scope = "openid"
                        it.extra = JsonObject(mapOf("session_state" to JsonPrimitive("s")))
                    }.build()
            bench.store.put(key, old)
            val fresh = bench.obtain()
            fresh.accessToken shouldBe "access-1"
            fresh.refreshToken shouldBe old.refreshToken
            fresh.scope shouldBe "openid"
            fresh.extra shouldBe old.extra
        }

        scripted("on invalid_grant a sibling's token is adopted") { bench ->
            val old = bench.token("a", 1.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            val sibling = bench.token("sibling", 10.minutes)
            val caller = async { bench.obtain() }
            runCurrent()
            // A program that does not know our lock, while our request is on its way.
            bench.store.put(key, sibling)
            caller.await() shouldBe sibling
            bench.logins shouldBe 0
        }

        scripted("on invalid_grant a sibling's expired token is refreshed in its stead") { bench ->
            val old = bench.token("a", 1.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            val caller = async { bench.obtain() }
            runCurrent()
            bench.store.put(key, bench.token("sibling", 1.seconds))
            caller.await().accessToken shouldBe "access-1"
            bench.logins shouldBe 0
        }

        scripted("a refresh token that the server calls invalid is not tried again") { bench ->
            val old = bench.token("a", 90.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            bench.userPresent = false
            advanceTimeBy(50.seconds)
            // Nobody is here, so the token that has 40 s to live must do.
            bench.obtain().accessToken shouldBe "a"
            bench.obtain().accessToken shouldBe "a"
            bench.server.refreshes shouldBe 1
            bench.store.get(key)?.refreshToken.shouldBeNull()
        }

        scripted("a rejected refresh leads to a login") { bench ->
            val old = bench.token("a", 1.seconds)
            bench.store.put(key, old)
            bench.server.spend(old)
            bench.obtain().accessToken shouldBe "access-1"
            bench.logins shouldBe 1
        }

        scripted("a broker that no longer knows the session leads to a login, and the entry stays until then") { bench ->
            bench.store.put(key, bench.token("a", 1.seconds))
            bench.server.refreshFailure = HttpException("Session expired or not found.", null, 401)
            bench.userPresent = false
            shouldThrow<InteractionRequiredException> { bench.obtain() }
            bench.store.get(key)?.refreshToken shouldBe "r-a"
        }

        listOf(
            "a broker's" to HttpException("The server responded with status 401: Session not active", null, 401),
            "an issuer's" to InvalidGrantException(OAuthError("invalid_grant", "Session not active", statusCode = 400)),
        ).forEach { (whose, refusal) ->
            scripted("the reason of $whose refusal is told before the login that follows") { bench ->
                bench.store.put(key, bench.token("a", 1.seconds))
                bench.server.refreshFailure = refusal

                bench.obtain().accessToken shouldBe "access-1"

                bench.warnings.single() shouldContain "Session not active"
            }

            scripted("the login that follows $whose refusal does not need a program that can tell the reason") { bench ->
                bench.store.put(key, bench.token("a", 1.seconds))
                bench.server.refreshFailure = refusal
                bench.hearsWarnings = false

                bench.obtain().accessToken shouldBe "access-1"
            }

            scripted("the reason of $whose refusal is in the error when nobody is there to log in") { bench ->
                bench.store.put(key, bench.token("a", 1.seconds))
                bench.server.refreshFailure = refusal
                bench.userPresent = false

                val failure = shouldThrow<InteractionRequiredException> { bench.obtain() }

                failure.message shouldContain "Session not active"
                failure.message shouldContain "Nobody is here."
                failure.cause shouldBe refusal
                bench.warnings.shouldBeEmpty()
            }
        }

        scripted("without a refusal, or a reason for it, there is nothing to tell") { bench ->
            bench.obtain()
            bench.store.put(key, bench.token("a", 1.seconds))
            bench.server.refreshFailure = InvalidGrantException(OAuthError("invalid_grant", statusCode = 400))
            bench.obtain().accessToken shouldBe "access-2"
            bench.warnings.shouldBeEmpty()
            bench.store.put(key, bench.token("a", 1.seconds, refreshToken = null))
            bench.userPresent = false
            shouldThrow<InteractionRequiredException> { bench.obtain() }.message shouldBe "Nobody is here."
        }

        scripted(
            "a refresh whose response does not say how long the token lives brings one that lives as long as the one before",
        ) { bench ->
            bench.store.put(key, bench.token("a", 1.seconds).newBuilder().also { it.lifetime = 90.seconds }.build())
            bench.server.isSilentOnExpiry = true
            bench.obtain().expiresAt?.epochSeconds shouldBe (bench.clock.now() + 90.seconds).epochSeconds
            bench.obtain().accessToken shouldBe "access-1"
            advanceTimeBy(30.seconds)
            bench.obtain().accessToken shouldBe "access-2"
            bench.obtain().lifetime shouldBe 90.seconds
        }

        scripted("a stored token that does not say how long it lives has lived from its being stored to its end") { bench ->
            bench.store.put(key, bench.token("a", 90.seconds))
            bench.server.isSilentOnExpiry = true
            advanceTimeBy(80.seconds)
            val fresh = bench.obtain()
            fresh.accessToken shouldBe "access-1"
            fresh.expiresAt?.epochSeconds shouldBe (bench.clock.now() + 90.seconds).epochSeconds
        }

        test("a store that cannot tell when it stored a token loses nothing by that") {
            runTest {
                val kept = InMemoryTokenStore(virtualClock())
                val store =
                    object : TokenStore by kept {
                        override suspend fun entries() = error("The database is closed.")
                    }
                val bench = Bench(this, store)
                kept.put(key, bench.token("a", 90.seconds).newBuilder().also { it.scope = "openid" }.build())
                bench.server.isSilentOnExpiry = true
                advanceTimeBy(80.seconds)
                bench.obtain().expiresAt.shouldBeNull()
                kept.get(key)?.scope shouldBe "openid"
                kept.get(key)?.refreshToken shouldBe "refresh-1"
            }
        }

        scripted("a broker that rejects a session which a sibling has renewed leads to the sibling's token") { bench ->
            bench.store.put(key, bench.token("a", 1.seconds))
            bench.server.refreshFailure = HttpException("Session expired or not found.", null, 401)
            val sibling = bench.token("sibling", 10.minutes)
            val caller = async { bench.obtain() }
            runCurrent()
            bench.store.put(key, sibling)
            caller.await() shouldBe sibling
        }

        scripted("a network fault while refreshing early costs nothing: the token is still good") { bench ->
            bench.store.put(key, bench.token("a", 30.seconds))
            bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
            bench.obtain().accessToken shouldBe "a"
        }

        scripted("a network fault with an expired token is reported, and nobody is asked to log in") { bench ->
            bench.store.put(key, bench.token("a", 0.seconds))
            bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
            shouldThrow<TransportException> { bench.obtain() }
            bench.logins shouldBe 0
            bench.store.get(key)?.refreshToken shouldBe "r-a"
        }

        fun unverified(): UnverifiedRefreshException =
            UnverifiedRefreshException("rotated", null, null, TransportException(Fault.TIMEOUT, "The keys do not come."))

        scripted(
            "a refresh token that was rotated is kept though its response cannot be used, and refreshes next time",
        ) { bench ->
            val old = bench.token("a", 0.seconds)
            bench.store.put(key, old)
            bench.server.refreshFailure = unverified()
            shouldThrow<TransportException> { bench.obtain() }
            bench.logins shouldBe 0
            bench.store.get(key)?.accessToken shouldBe "a"
            bench.store.get(key)?.refreshToken shouldBe "rotated"
            bench.store.get(key)?.refreshExpiresAt.shouldBeNull()
            bench.server.refreshFailure = null
            bench.obtain().accessToken shouldBe "access-1"
            bench.server.received shouldBe listOf("r-a", "rotated")
        }

        scripted("the same costs nothing while the old access token is good") { bench ->
            bench.store.put(key, bench.token("a", 30.seconds))
            bench.server.refreshFailure = unverified()
            bench.obtain().accessToken shouldBe "a"
            bench.store.get(key)?.refreshToken shouldBe "rotated"
        }

        scripted("the same holds for a refresh that is asked for") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            bench.server.refreshFailure = unverified()
            shouldThrow<TransportException> { bench.acquirer.refresh() }
            bench.store.get(key)?.refreshToken shouldBe "rotated"
            shouldThrow<TransportException> { bench.acquirer.refresh("rotated") }
        }

        scripted(
            "a refresh that is asked for is made when somebody else, meanwhile, has only marked the same token as over",
        ) { bench ->
            val token = bench.token("a", 10.minutes)
            bench.store.put(key, token)
            val revoking =
                async {
                    bench.store.withLock(key) {
                        delay(5.seconds)
                        bench.store.put(key, token.newBuilder().also { it.expiresAt = bench.clock.now() }.build())
                    }
                }
            runCurrent()
            bench.acquirer.refresh().accessToken shouldBe "access-1"
            revoking.await()
            bench.server.received shouldBe listOf("r-a")
        }

        scripted("a refresh token from elsewhere whose response cannot be used is the caller's to keep") { bench ->
            bench.server.refreshFailure = unverified()
            shouldThrow<UnverifiedRefreshException> { bench.acquirer.refresh("from-elsewhere") }.refreshToken shouldBe "rotated"
            bench.store.get(key).shouldBeNull()
        }

        test("a program that keeps refresh tokens by itself is told of one whose response cannot be used") {
            runTest {
                val told = mutableListOf<String>()
                val listener =
                    TokenListener { _, _ -> }.onRotated { _, old, new ->
                        told += "${old?.refreshToken} ${new.refreshToken} ${new.accessToken}"
                    }
                val bench = Bench(this, listener = listener)
                bench.store.put(key, bench.token("a", 0.seconds))
                bench.server.refreshFailure = unverified()
                shouldThrow<TransportException> { bench.obtain() }
                told shouldBe listOf("r-a rotated a")
            }
        }

        /** A store whose lock is lost as often as [losses] says, to whom does [meanwhile]. */
        class LosingStore(
            val kept: InMemoryTokenStore,
            private var losses: Int,
            private val of: TokenKey = key,
            private val meanwhile: suspend () -> Unit = {},
        ) : TokenStore by kept {
            var locks = 0

            override suspend fun <T> withLock(
                key: TokenKey,
                action: suspend () -> T,
            ): T =
                kept.withLock(key) {
                    locks++
                    val lock =
                        object : HeldLock(of) {
                            override suspend fun isHeld(): Boolean {
                                if (losses == 0) return true
                                losses--
                                meanwhile()
                                return false
                            }
                        }
                    withContext(lock) { action() }
                }
        }

        test("a holder that lost the lock before sending does not send the refresh token, and takes the other's token") {
            runTest {
                val kept = InMemoryTokenStore(virtualClock())
                val sibling = Token("sibling") { expiresAt = virtualClock().now() + 10.minutes }
                val bench = Bench(this, LosingStore(kept, losses = 1) { kept.put(key, sibling) })
                kept.put(key, bench.token("a", 0.seconds))
                bench.obtain() shouldBe sibling
                bench.server.received.shouldBeEmpty()
            }
        }

        test("a holder that lost the lock, and finds the same token, refreshes it at the next try") {
            runTest {
                val store = LosingStore(InMemoryTokenStore(virtualClock()), losses = 2)
                val bench = Bench(this, store)
                store.put(key, bench.token("a", 0.seconds))
                bench.obtain().accessToken shouldBe "access-1"
                store.locks shouldBe 3
                bench.server.received shouldBe listOf("r-a")
            }
        }

        test("a holder that loses the lock again and again fails, and has sent nothing") {
            runTest {
                val store = LosingStore(InMemoryTokenStore(virtualClock()), losses = Int.MAX_VALUE)
                val bench = Bench(this, store)
                store.put(key, bench.token("a", 0.seconds))
                shouldThrow<StoreException> { bench.obtain() }.message shouldContain "taken the lock"
                shouldThrow<StoreException> { bench.acquirer.refresh() }
                shouldThrow<StoreException> { bench.acquirer.refresh("r-a") }
                store.locks shouldBe 9
                bench.server.received.shouldBeEmpty()
                bench.logins shouldBe 0
            }
        }

        test("a token that was put there without the lock, while the server was looked for, is not refreshed over") {
            runTest {
                val store = LosingStore(InMemoryTokenStore(virtualClock()), losses = 0)
                val bench = Bench(this, store)
                bench.server.connectDelay = 10.seconds
                store.put(key, bench.token("a", 0.seconds))
                val caller = async { bench.obtain() }
                advanceTimeBy(5.seconds)
                val login = bench.token("login", 10.minutes)
                store.put(key, login)
                caller.await() shouldBe login
                bench.server.received.shouldBeEmpty()
            }
        }

        test("another process that stored only the refresh token of a response has used the previous one") {
            runTest {
                val store = LosingStore(InMemoryTokenStore(virtualClock()), losses = 0)
                val bench = Bench(this, store)
                bench.server.connectDelay = 10.seconds
                val seen = bench.token("a", 0.seconds)
                store.put(key, seen)
                val caller = async { bench.obtain() }
                advanceTimeBy(5.seconds)
                store.put(key, seen.newBuilder().also { it.refreshToken = "rotated" }.build())
                caller.await().accessToken shouldBe "access-1"
                bench.server.received shouldBe listOf("rotated")
            }
        }

        test("a lock of another key, around all of this, says nothing") {
            runTest {
                val store =
                    LosingStore(InMemoryTokenStore(virtualClock()), losses = Int.MAX_VALUE, of = TokenKey.of("https://other"))
                val bench = Bench(this, store)
                store.put(key, bench.token("a", 0.seconds))
                bench.obtain().accessToken shouldBe "access-1"
            }
        }

        fun Bench.brief(life: Duration) =
            Token("brief") {
                expiresAt = clock.now() + life
            }

        scripted("a token that lives no longer than minTtl, and cannot be refreshed, is used while it is good") { bench ->
            bench.acquirer.obtain(force = false) { bench.brief(60.seconds) }.accessToken shouldBe "brief"
            bench.obtain().accessToken shouldBe "brief"
            advanceTimeBy(29.seconds)
            (1..5).map { async { bench.obtain(by = bench.acquirer()) } }.awaitAll().map { it.accessToken }.toSet() shouldBe
                setOf("brief")
            bench.logins shouldBe 0
            advanceTimeBy(1.seconds)
            bench.obtain().accessToken shouldBe "access-1"
        }

        scripted("a token that lives longer than that is not used in its last minute: a login brings a better one") { bench ->
            bench.store.put(key, bench.brief(61.seconds))
            advanceTimeBy(1.seconds)
            bench.obtain().accessToken shouldBe "access-1"
            bench.logins shouldBe 1
        }

        scripted(
            "a token that lives no longer than minTtl is refreshed if it can be, and not used when a login is wanted",
        ) { bench ->
            bench.store.put(key, bench.token("brief", 50.seconds))
            bench.obtain().accessToken shouldBe "access-1"
            bench.store.put(key, bench.brief(50.seconds))
            bench.obtain(force = true).accessToken shouldBe "access-2"
            bench.server.received shouldBe listOf("r-brief")
        }

        scripted("many who have no token make one prompt also when it brings one of a brief life") { bench ->
            val tokens =
                (1..10).map {
                    async {
                        bench.acquirer().obtain(force = false) {
                            bench.logins++
                            delay(1.seconds)
                            bench.brief(50.seconds)
                        }
                    }
                }
            tokens.awaitAll()
            bench.logins shouldBe 1
        }

        scripted("a token that the server does not accept any more is not used, however brief its life is") { bench ->
            bench.store.put(key, bench.brief(50.seconds))
            bench.server.accepted = { it.accessToken != "brief" }
            bench.obtain().accessToken shouldBe "access-1"
        }

        scripted("a batch job without a token fails with advice instead of a prompt") { bench ->
            bench.userPresent = false
            shouldThrow<InteractionRequiredException> { bench.obtain() }
            bench.logins shouldBe 0
        }

        scripted("a refresh that is asked for happens though the token is usable") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            bench.acquirer.refresh().accessToken shouldBe "access-1"
        }

        scripted("ten who ask for a refresh at once get one") { bench ->
            bench.store.put(key, bench.token("a", 10.minutes))
            (1..10).map { async { bench.acquirer().refresh() } }.awaitAll().toSet() shouldHaveSize 1
            bench.server.refreshes shouldBe 1
        }

        scripted("a refresh without a refresh token says what to do") { bench ->
            shouldThrow<InteractionRequiredException> { bench.acquirer.refresh() }.message shouldContain
                "oidc-auth https://h.example"
            bench.store.put(key, bench.token("a", 10.minutes, refreshToken = null))
            shouldThrow<InteractionRequiredException> { bench.acquirer.refresh() }
        }

        scripted("a refresh token from elsewhere buys a token that is stored") { bench ->
            bench.acquirer.refresh("from-elsewhere").accessToken shouldBe "access-1"
            bench.store.get(key)?.accessToken shouldBe "access-1"
        }

        scripted("a refresh that is asked for and refused is reported as it is") { bench ->
            val old = bench.token("a", 10.minutes)
            bench.store.put(key, old)
            bench.server.spend(old)
            shouldThrow<InvalidGrantException> { bench.acquirer.refresh() }
            bench.store.get(key) shouldBe old
        }

        test("a login whose token cannot be stored is not lost, and not silent") {
            runTest {
                val full =
                    object : TokenStore by InMemoryTokenStore(virtualClock()) {
                        override suspend fun put(
                            key: TokenKey,
                            token: Token,
                        ): Unit = throw StoreException("The disk is full.")
                    }
                val bench = Bench(this, full)
                bench.obtain().accessToken shouldBe "access-1"
                bench.warnings.single() shouldContain "The disk is full."
                bench.warnings shouldNotContain "access-1"
            }
        }

        test("a store that cannot be locked for refreshing early costs nothing: the token is still good") {
            runTest {
                val readOnly =
                    object : TokenStore by InMemoryTokenStore(virtualClock()) {
                        override suspend fun <T> withLock(
                            key: TokenKey,
                            action: suspend () -> T,
                        ): T = throw StoreException("The token file is read-only.")
                    }
                val bench = Bench(this, readOnly)
                readOnly.put(key, bench.token("a", 30.seconds))
                bench.obtain().accessToken shouldBe "a"
                readOnly.put(key, bench.token("a", 0.seconds))
                shouldThrow<StoreException> { bench.obtain() }
                bench.logins shouldBe 0
            }
        }

        test("a store that cannot be read is reported before anybody logs in") {
            runTest {
                val broken =
                    object : TokenStore by InMemoryTokenStore(virtualClock()) {
                        override suspend fun get(key: TokenKey): Token? = throw StoreException("It belongs to someone else.")
                    }
                val bench = Bench(this, broken)
                shouldThrow<StoreException> { bench.obtain() }
                bench.logins shouldBe 0
            }
        }
    })
