// Tests Authenticate and LoginTokenSources.
package io.github.oidcauth

import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.longs.shouldBeLessThan
import io.kotest.matchers.shouldBe
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

/** The sources of `tokenSource`, with the sessions and the store of this process. */
class LoginTokenSourcesTest :
    FunSpec({
        val host = "http://127.0.0.1:1"

        fun token(name: String) = Token(name) { expiresAt = Clock.System.now() + 1.hours }

        fun config(store: TokenStore) =
            Config(host) {
                this.store = store
                interactive = false
                requestTimeout = 5.seconds
            }

        test("a source returns what authenticate returns, and a removal by a TokenManager ends it at once") {
            val store = InMemoryTokenStore()
            store.put(config(store).key, token("a"))
            val source = tokenSource(host) {
                this.store = store
                interactive = false
            }
            source.token() shouldBe authenticate(config(store))
            TokenManager { this.store = store }.clear(config(store).key)
            shouldThrow<InteractionRequiredException> { source.token() }
        }

        test("tokens that are moved to another store are missed at once") {
            val store = InMemoryTokenStore()
            store.put(config(store).key, token("a"))
            val source = tokenSource(config(store))
            source.token().accessToken shouldBe "a"
            store.moveTo(InMemoryTokenStore())
            shouldThrow<InteractionRequiredException> { source.token() }
        }

        test("a call in a loop takes far less than the request that it is for") {
            val store = InMemoryTokenStore()
            store.put(config(store).key, token("a"))
            val source = tokenSource(config(store))
            repeat(20_000) { source.token() }
            val fastest = (1..20).minOf { measureTime { repeat(1_000) { source.token() } }.inWholeNanoseconds / 1_000 }
            fastest shouldBeLessThan 5_000
        }

        test("a configuration that cannot work is refused when the source is made") {
            shouldThrow<InvalidHostException> { tokenSource("http://example.com") }
        }
    })
