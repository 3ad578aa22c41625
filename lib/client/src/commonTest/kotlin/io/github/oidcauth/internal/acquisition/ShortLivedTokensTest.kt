// Tests LifetimeWarnings and StoredTokenFinder.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.interaction.WarnOnce
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.servers.LoginServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Tokens that live no longer than minTtl, and tokens that have expired when they arrive. */
@OptIn(ExperimentalCoroutinesApi::class)
class ShortLivedTokensTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            private val scope: TestScope,
        ) {
            val clock = scope.virtualClock()
            val store = InMemoryTokenStore(clock)
            val server = FakeLoginServer(clock, latency = Duration.ZERO)
            val warnings = mutableListOf<String>()
            val warnOnce = WarnOnce()
            var life = 10.minutes
            var isRefreshable = true
            var logins = 0

            private fun fresh(token: Token) =
                token
                    .newBuilder()
                    .also {
                        it.expiresAt = clock.now() + life
                        it.lifetime = life.takeIf(Duration::isPositive)
                        if (!isRefreshable) it.refreshToken = null
                    }.build()

            fun acquirer(
                minTtl: Duration,
                key: TokenKey = TokenKey.forHost("https://h.example"),
            ) = scope.tokenAcquirer(
                key,
                store,
                object : LoginServer by server {
                    override suspend fun refresh(
                        refreshToken: String,
                        current: Token?,
                    ) = fresh(server.refresh(refreshToken, current))
                },
                clock,
                minTtl = minTtl,
                warn = { warnings += it },
                warnOnce = warnOnce,
            )

            suspend fun obtain(
                by: TokenAcquirer,
                force: Boolean = false,
            ): String =
                by
                    .obtain(force) {
                        logins++
                        fresh(server.issue())
                    }.accessToken
        }

        fun scripted(
            name: String,
            body: suspend TestScope.(Bench) -> Unit,
        ) = test(name) { runTest { body(Bench(this)) } }

        for (minTtl in listOf(10.minutes, 20.minutes)) {
            scripted(
                "a token that lives 10 minutes, where $minTtl are wanted, is refreshed when half of that has passed",
            ) { bench ->
                val acquirer = bench.acquirer(minTtl)
                bench.obtain(acquirer) shouldBe "access-1"
                advanceTimeBy(5.minutes - 1.milliseconds)
                bench.obtain(acquirer) shouldBe "access-1"
                advanceTimeBy(1.milliseconds)
                bench.obtain(acquirer) shouldBe "access-2"
                bench.obtain(acquirer) shouldBe "access-2"
                bench.server.refreshes shouldBe 1
                bench.logins shouldBe 1
            }
        }

        scripted(
            "a token that lives a second longer than is wanted is refreshed after that second, and nobody is warned",
        ) { bench ->
            val acquirer = bench.acquirer(minTtl = 10.minutes - 1.seconds)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(1.seconds - 1.milliseconds)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(1.milliseconds)
            bench.obtain(acquirer) shouldBe "access-2"
            bench.warnings.shouldBeEmpty()
        }

        scripted("many configurations that want longer than the server gives share one refresh") { bench ->
            bench.obtain(bench.acquirer(20.minutes))
            advanceTimeBy(6.minutes)
            val acquirers = listOf(15.minutes, 20.minutes, 30.minutes).map { bench.acquirer(it) }
            List(30) { async { bench.obtain(acquirers[it % 3]) } }.awaitAll().toSet() shouldBe setOf("access-2")
            bench.server.refreshes shouldBe 1
        }

        scripted("without a refresh token it is used until it is about to expire, when stores drop it") { bench ->
            bench.isRefreshable = false
            val acquirer = bench.acquirer(20.minutes)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(10.minutes - 30.seconds - 1.milliseconds)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(1.milliseconds)
            bench.obtain(acquirer) shouldBe "access-2"
            bench.warnings.single() shouldContain "until it is about to expire"
        }

        scripted(
            "a moved token without a refresh token counts by the life that its response gave, not by when it was stored",
        ) { bench ->
            bench.isRefreshable = false
            val acquirer = bench.acquirer(5.minutes)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(6.minutes)
            bench.store.put(key, bench.store.get(key)!!)
            bench.obtain(acquirer) shouldBe "access-2"
        }

        scripted("one warning for a key tells of tokens that live shorter than is wanted, for all configurations") { bench ->
            val other = TokenKey.forHost("https://other.example")
            repeat(3) {
                bench.obtain(bench.acquirer(20.minutes))
                bench.obtain(bench.acquirer(30.minutes), force = true)
            }
            bench.warnings shouldHaveSize 1
            bench.warnings.single() shouldContain "Tokens for https://h.example live for 10m, and minTtl (--min-ttl) is 20m."
            bench.obtain(bench.acquirer(20.minutes, other))
            bench.warnings shouldHaveSize 2
        }

        scripted("a refresh that is asked for warns as well, and so does a stored token") { bench ->
            bench.obtain(bench.acquirer(1.minutes))
            bench.warnings.shouldBeEmpty()
            bench.obtain(bench.acquirer(20.minutes))
            bench.warnings shouldHaveSize 1
            bench.life = (-1).seconds
            bench.acquirer(1.minutes).refresh()
            bench.warnings shouldHaveSize 2
        }

        scripted("nobody hears of a time that is the default") { bench ->
            bench.life = 60.seconds
            val acquirer = bench.acquirer(Token.EXPIRY_LEEWAY)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(30.seconds - 1.milliseconds)
            bench.obtain(acquirer) shouldBe "access-1"
            advanceTimeBy(1.milliseconds)
            bench.obtain(acquirer) shouldBe "access-2"
            bench.warnings.shouldBeEmpty()
        }

        for (life in listOf(Duration.ZERO, (-5).minutes)) {
            scripted("a token that arrives with $life to live is handed out, with one warning about the clock") { bench ->
                bench.life = life
                val acquirer = bench.acquirer(1.minutes)
                bench.obtain(acquirer) shouldBe "access-1"
                bench.obtain(acquirer) shouldBe "access-2"
                bench.warnings.single() shouldContain "Set the clock of this machine"
                bench.warnings.single() shouldContain "${bench.clock.now() + life}"
            }
        }

        scripted("one that arrives with a moment to live does not") { bench ->
            bench.life = 1.seconds
            bench.obtain(bench.acquirer(1.minutes)) shouldBe "access-1"
            bench.warnings.shouldBeEmpty()
        }

        test("reported keys are forgotten when there are too many, the oldest first") {
            val warnOnce = WarnOnce(capacity = 2)
            val keys = listOf("a", "b", "c").map(TokenKey::of)
            keys.map { warnOnce.isFirst(it, WarnOnce.Warning.SHORT_LIVED_TOKENS) } shouldBe listOf(true, true, true)
            warnOnce.isFirst(keys[1], WarnOnce.Warning.SHORT_LIVED_TOKENS) shouldBe false
            warnOnce.isFirst(keys[0], WarnOnce.Warning.SHORT_LIVED_TOKENS) shouldBe true
            warnOnce.isFirst(keys[2], WarnOnce.Warning.EXPIRED_ON_ARRIVAL) shouldBe true
        }
    })
