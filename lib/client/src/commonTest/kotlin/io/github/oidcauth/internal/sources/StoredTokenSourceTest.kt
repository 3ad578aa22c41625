// Tests StoreShelf and TokenSourceOptions.
package io.github.oidcauth.internal.sources

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenSourceOptions
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.sources.SourceBench.Companion.KEY
import io.github.oidcauth.oauth2.AuthorizationCodeGrant
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.SourceScript
import io.github.oidcauth.oauth2.SourceScript.Companion.inVirtualTime
import io.github.oidcauth.oauth2.SourceScript.Companion.refreshable
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withTimeout
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(DelicateOidcAuthApi::class)
class StoredTokenSourceTest :
    FunSpec({
        fun bench(block: suspend TestScope.(SourceBench) -> Unit) = runTest { block(SourceBench(this)) }

        suspend fun TokenSource.text(rejected: Token? = null) = token(rejected).accessToken

        /** Far in the future, so that no clock takes it for stale. */
        fun SourceBench.tokenOfOthers(text: String = "other") = Token(text) { expiresAt = clock.now() + 300_000.hours }

        test("sources that share a store share one request and one token") {
            bench { server ->
                val memory = FaultyStore()
                server.lifetime = 300_000.hours
                val sources = List(50) { server.source({ store = memory }) }
                sources.map { async { it.text() } }.awaitAll().toSet() shouldBe setOf("token1")
                server.requests shouldBe 1
                memory.get(KEY)?.accessToken shouldBe "token1"
            }
        }

        test("a token that another process has stored is returned without a request") {
            bench { server ->
                val memory = FaultyStore()
                memory.put(KEY, server.tokenOfOthers())
                server.source({ store = memory }).text() shouldBe "other"
                server.requests shouldBe 0
            }
        }

        test("a rejected token is not replaced if another process has done so, and else once for all") {
            bench { server ->
                val memory = FaultyStore()
                val first = server.source({ store = memory }) {
                    server.issue()
                    server.tokenOfOthers("first")
                }
                val second = server.source({ store = memory }) {
                    server.issue()
                    server.tokenOfOthers("second")
                }
                val rejected = first.token()
                second.text(rejected) shouldBe "second"
                first.text(rejected) shouldBe "second"
                server.requests shouldBe 2
            }
        }

        test("the store is looked at once a second, however many calls there are") {
            bench { server ->
                val memory = FaultyStore()
                memory.put(KEY, server.tokenOfOthers())
                val source = server.source({ store = memory })
                source.text()
                val before = memory.reads
                repeat(1_000) { source.text() }
                delay(1.seconds - 1.milliseconds)
                source.text()
                memory.reads shouldBe before
                delay(1.milliseconds)
                List(1_000) { async { source.text() } }.awaitAll()
                memory.reads shouldBe before + 1
            }
        }

        test("a newer token in the store is returned within a second") {
            bench { server ->
                val memory = FaultyStore()
                memory.put(KEY, server.tokenOfOthers())
                val source = server.source({ store = memory })
                source.text()
                memory.put(KEY, server.tokenOfOthers("newer"))
                delay(1.seconds)
                source.text() shouldBe "newer"
            }
        }

        test("a removed token is not returned after a second, and not put back") {
            bench { server ->
                val memory = FaultyStore()
                memory.put(KEY, server.tokenOfOthers())
                val source = server.source({ store = memory })
                source.text()
                memory.remove(KEY)
                delay(1.seconds)
                source.text() shouldBe "token1"
            }
        }

        test("a token that is too short-lived for the store is obtained once for its time all the same") {
            bench { server ->
                val memory = FaultyStore()
                server.lifetime = 20.seconds
                val source = server.source({ store = memory })
                repeat(9) {
                    source.text() shouldBe "token1"
                    delay(1.seconds)
                }
                server.requests shouldBe 1
            }
        }

        test("a store that cannot be read is reported, and the token returned") {
            bench { server ->
                val memory = FaultyStore().also { it.isReadable = false }
                val source = server.source({ store = memory })
                source.text() shouldBe "token1"
                delay(5.seconds)
                source.text() shouldBe "token1"
                server.requests shouldBe 1
                server.reported.map { it::class }.toSet() shouldBe setOf(StoreException::class)
            }
        }

        test("a store that asks the source itself is reported, and the token returned") {
            bench { server ->
                lateinit var source: TokenSource
                val memory =
                    object : TokenStore by InMemoryTokenStore() {
                        override suspend fun get(key: TokenKey): Token? = source.token()
                    }
                source = server.source({ store = memory })
                withTimeout(1.minutes) { source.text() } shouldBe "token1"
                delay(5.seconds)
                withTimeout(1.minutes) { source.text() } shouldBe "token1"
                server.reported.map { it::class }.toSet() shouldBe setOf(InvalidConfigException::class)
            }
        }

        test("a store that cannot be written is reported, and the token returned") {
            bench { server ->
                val memory = FaultyStore().also { it.isWritable = false }
                val source = server.source({ store = memory })
                source.text() shouldBe "token1"
                delay(5.seconds)
                source.text() shouldBe "token1"
                server.requests shouldBe 1
                server.reported.single().message shouldContain "could not be stored"
            }
        }

        test("a store that cannot be locked is reported, and the token obtained and stored") {
            bench { server ->
                server.lifetime = 300_000.hours
                val memory = FaultyStore().also { it.isLockable = false }
                server.source({ store = memory }).text() shouldBe "token1"
                server.reported.map { it::class } shouldContainExactly listOf(StoreException::class)
                memory.get(KEY).shouldNotBeNull()
            }
        }

        test("during a pause after a failure the token of another process is found") {
            bench { server ->
                val memory = FaultyStore()
                server.failure = IllegalStateException("broken")
                server.latency = 0.seconds
                val source = server.source({ store = memory })
                shouldThrow<IllegalStateException> { source.text() }
                delay(1.seconds)
                shouldThrow<IllegalStateException> { source.text() }
                memory.put(KEY, server.tokenOfOthers())
                delay(1.seconds)
                source.text() shouldBe "other"
                server.requests shouldBe 2
            }
        }

        test("a function and grants that are made anew need a key") {
            shouldThrow<InvalidConfigException> { TokenSource.of(TokenSourceOptions { store = FaultyStore() }) { Token("a") } }
                .message shouldContain "Set the key"
            inVirtualTime {
                val options = TokenSourceOptions { store = FaultyStore() }
                shouldThrow<InvalidConfigException> { client.tokenSource(options) { ClientCredentialsGrant() } }
                shouldThrow<InvalidConfigException> { client.tokenSource(Token("a"), options) }
                client.tokenSource(options.newBuilder().key(KEY).build()) { ClientCredentialsGrant() }.text() shouldBe "at1"
            }
        }

        context("refresh tokens in a store") {
            val key = TokenKey.of("user")

            fun SourceScript.old() = Token("old") {
                expiresAt = Clock.System.now() - 1.hours
                refreshToken = "rt0"
            }

            fun SourceScript.source(
                memory: FaultyStore,
                reported: MutableList<Exception> = mutableListOf(),
            ): TokenSource {
                respond = { number, _ -> refreshable(number) }
                bench.clock.time = Clock.System.now()
                return client.tokenSource(AuthorizationCodeGrant("the-code", null)) {
                    store = memory
                    this.key = key
                    onFailure { reported += it }
                }
            }

            test("they are refreshed, and a code is not redeemed in place of that") {
                inVirtualTime {
                    val memory = FaultyStore()
                    memory.put(key, old())
                    source(memory).text() shouldBe "at1"
                    grants shouldContainExactly listOf("refresh_token")
                    memory.get(key)?.refreshToken shouldBe "rt1"
                }
            }

            test("a refresh token is not sent without the lock") {
                inVirtualTime {
                    val memory = FaultyStore()
                    memory.put(key, old())
                    memory.isLockable = false
                    shouldThrow<StoreException> { source(memory).text() }
                    sent.shouldBeEmpty()
                }
            }

            test("a refresh token is not sent if another process has taken over the lock and refreshed") {
                inVirtualTime {
                    val memory = FaultyStore()
                    memory.put(key, old())
                    memory.overtake = { memory.put(key, Token("other") { expiresAt = Clock.System.now() + 1.hours }) }
                    source(memory).text() shouldBe "other"
                    sent.shouldBeEmpty()
                }
            }

            test("a store that fails after a refresh loses no refresh token") {
                inVirtualTime {
                    val memory = FaultyStore()
                    val reported = mutableListOf<Exception>()
                    memory.put(key, old())
                    val source = source(memory, reported)
                    memory.isWritable = false
                    source.text() shouldBe "at1"
                    passTime(10.minutes)
                    source.text() shouldBe "at2"
                    sent.map { it["refresh_token"] } shouldContainExactly listOf("rt0", "rt1")
                    reported shouldHaveSize 1
                }
            }

            test("a removed token ends a source that can only refresh, and its first token does not come back") {
                inVirtualTime {
                    val memory = FaultyStore()
                    respond = { number, _ -> refreshable(number) }
                    bench.clock.time = Clock.System.now()
                    val source = client.tokenSource(old()) {
                        store = memory
                        this.key = key
                    }
                    source.text() shouldBe "at1"
                    memory.remove(key)
                    passTime(1.seconds)
                    shouldThrow<InteractionRequiredException> { source.text() }
                    sent shouldHaveSize 1
                }
            }
        }
    })
