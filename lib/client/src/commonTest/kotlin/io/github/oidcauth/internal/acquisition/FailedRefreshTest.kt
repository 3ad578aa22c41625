package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.oauth2.DPoPKey
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** The content of the store after a refresh that the server refuses, or whose response cannot be used. */
@OptIn(ExperimentalCoroutinesApi::class)
class FailedRefreshTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            private val scope: TestScope,
        ) : TokenListener {
            val clock = scope.virtualClock()
            val store = InMemoryTokenStore(clock)
            val server = FakeLoginServer(clock)
            val removed = mutableListOf<String?>()
            var isUserPresent = true
            var logins = 0

            override fun tokensObtained(
                key: TokenKey,
                token: Token,
            ) = Unit

            override fun refreshTokenRemoved(
                key: TokenKey,
                old: Token,
            ) {
                removed += old.refreshToken
            }

            suspend fun obtain(minTtl: Duration = Token.EXPIRY_LEEWAY): Token {
                val acquirer =
                    scope.tokenAcquirer(
                        key,
                        store,
                        server,
                        clock,
                        minTtl = minTtl,
                        isPresent = { isUserPresent },
                        listener = this,
                    )
                return acquirer.obtain(force = false) {
                    logins++
                    server.issue()
                }
            }

            suspend fun has(
                life: Duration,
                more: Token.Builder.() -> Unit = {},
            ): Token =
                Token("a") {
                    expiresAt = clock.now() + life
                    refreshToken = "r-a"
                    refreshExpiresAt = clock.now() + 100.minutes
                    more()
                }.also { store.put(key, it) }

            /**
             * Somebody who does not know the lock stores what [change] makes of the token while this process is being
             * refused.
             */
            suspend fun whileRefused(
                minTtl: Duration = Token.EXPIRY_LEEWAY,
                change: (Token) -> Token,
            ): Token {
                val old = has(life = 1.seconds)
                server.spend(old)
                val caller = scope.async { obtain(minTtl) }
                scope.runCurrent()
                store.put(key, change(old))
                return caller.await()
            }

            fun unverified(dpopKey: DPoPKey? = null): UnverifiedRefreshException =
                TransportException(Fault.TIMEOUT, "The keys do not come.").let {
                    UnverifiedRefreshException("rotated", null, dpopKey, it)
                }
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        fun rotated(old: Token): Token = old.newBuilder().also { it.refreshToken = "r-sibling" }.build()

        scripted("on invalid_grant a refresh token that a sibling has stored alone is used") { bench ->
            bench.whileRefused(change = ::rotated).accessToken shouldBe "access-1"
            bench.server.received shouldBe listOf("r-a", "r-sibling")
            bench.logins shouldBe 0
        }

        scripted("on invalid_grant an access token that a sibling has stored alone is used, and nothing is forgotten") { bench ->
            val token =
                bench.whileRefused { old ->
                    Token("sibling") {
                        expiresAt = bench.clock.now() + 10.minutes
                        refreshToken = old.refreshToken
                    }
                }
            token.accessToken shouldBe "sibling"
            bench.store.get(key)?.refreshToken shouldBe "r-a"
            bench.removed.shouldBeEmpty()
            bench.logins shouldBe 0
        }

        scripted("the token from a sibling's refresh token is used, though it lives shorter than required") { bench ->
            bench.whileRefused(minTtl = 20.minutes, ::rotated).accessToken shouldBe "access-1"
            bench.logins shouldBe 0
        }

        scripted("when the server refuses the sibling's refresh token as well, a user logs in") { bench ->
            bench.server.spend(rotated(Token("sibling")))
            bench.whileRefused(change = ::rotated).accessToken shouldBe "access-1"
            bench.server.received shouldBe listOf("r-a", "r-sibling")
            bench.logins shouldBe 1
        }

        test("when the network fails while the sibling's refresh token is sent, that is the failure, and nobody is asked") {
            runTest {
                val bench = Bench(this)
                val old = bench.has(life = 0.seconds)
                bench.server.spend(old)
                val caller = async { shouldThrow<TransportException> { bench.obtain() } }
                runCurrent()
                bench.store.put(key, rotated(old))
                advanceTimeBy(1.seconds)
                runCurrent()
                bench.server.received shouldBe listOf("r-a", "r-sibling")
                bench.server.refreshFailure = TransportException(Fault.TIMEOUT, "No response.")
                caller.await()
                bench.logins shouldBe 0
                bench.store.get(key)?.refreshToken shouldBe "r-sibling"
            }
        }

        scripted("when the token under the lock has no refresh token any more, a user logs in, and nothing is sent") { bench ->
            val old = bench.has(life = 50.seconds)
            val sibling =
                async {
                    bench.store.withLock(key) {
                        delay(5.seconds)
                        bench.store.put(key, old.newBuilder().also { it.refreshToken = null }.build())
                    }
                }
            runCurrent()
            bench.obtain().accessToken shouldBe "access-1"
            sibling.await()
            bench.server.received.shouldBeEmpty()
            bench.logins shouldBe 1
        }

        scripted("a refresh token that is forgotten leaves no expiry behind, and the access token as it was") { bench ->
            val old = bench.has(life = 50.seconds)
            bench.server.spend(old)
            bench.isUserPresent = false
            bench.obtain().accessToken shouldBe "a"
            val left = bench.store.get(key).shouldNotBeNull()
            left.refreshToken.shouldBeNull()
            left.refreshExpiresAt.shouldBeNull()
            left.expiresAt shouldBe old.expiresAt
            bench.removed shouldBe listOf("r-a")
        }

        fun generated() = DPoPKey(NimbusJose.jose.keys.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256)

        scripted("a refresh token that is kept alone comes with the key that it is bound to") { bench ->
            val (before, after) = generated() to generated()
            bench.has(life = 0.seconds) { dpopKey = before }
            bench.server.refreshFailure = bench.unverified(dpopKey = after)
            shouldThrow<TransportException> { bench.obtain() }
            bench.store.get(key)?.refreshToken shouldBe "rotated"
            bench.store.get(key)?.dpopKey shouldBe after
        }

        scripted("a refresh token that is kept alone, and names no key, is bound to the one before") { bench ->
            val before = generated()
            bench.has(life = 0.seconds) { dpopKey = before }
            bench.server.refreshFailure = bench.unverified()
            shouldThrow<TransportException> { bench.obtain() }
            bench.store.get(key)?.refreshToken shouldBe "rotated"
            bench.store.get(key)?.dpopKey shouldBe before
        }

        scripted(
            "a refresh token that is kept alone takes along no more members that nobody knows than there is room for",
        ) { bench ->
            val small = "session_state" to JsonPrimitive("s")
            bench.has(life = 0.seconds) { extra = JsonObject(mapOf(small, "large" to JsonPrimitive("x".repeat(20_000)))) }
            bench.server.refreshFailure = bench.unverified()
            shouldThrow<TransportException> { bench.obtain() }
            bench.store.get(key)?.refreshToken shouldBe "rotated"
            bench.store.get(key)?.extra shouldBe JsonObject(mapOf(small))
        }
    })
