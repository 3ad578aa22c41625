// Tests StoreChanges.
package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.responses.OAuthError
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

class LoginTokenSourceTest :
    FunSpec({
        fun scripted(
            name: String,
            body: suspend TestScope.(LoginSourceBench) -> Unit,
        ) = test(name) { runTest { body(LoginSourceBench(this)) } }

        scripted("the stored token is returned, and the store is not asked again for a second") { bench ->
            val token = bench.has("a")
            val source = bench.source()
            repeat(100) { source.token() shouldBe token }
            delay(999.milliseconds)
            source.token() shouldBe token
            bench.store.reads shouldBe 1
            delay(1.milliseconds)
            source.token() shouldBe token
            bench.store.reads shouldBe 2
        }

        scripted("a token that another process removes is returned for less than a second") { bench ->
            val source = bench.source()
            bench.has("a")
            source.token().accessToken shouldBe "a"
            bench.store.remove(bench.key)
            delay(1.seconds)
            source.token().accessToken shouldBe "access-1"
        }

        scripted("a token that this process removes is not returned again") { bench ->
            val source = bench.source()
            for (remove in listOf<suspend () -> Unit>(
                { bench.view.remove(bench.key) },
                { bench.view.remove(bench.key, bench.view.get(bench.key)) },
                { bench.view.clear() },
            )) {
                val old = source.token()
                remove()
                source.token().accessToken shouldNotBe old.accessToken
            }
        }

        scripted("a token that this process replaces is not returned again") { bench ->
            val old = bench.has("a")
            val source = bench.source()
            source.token() shouldBe old
            bench.view.put(bench.key, Token("b"))
            source.token().accessToken shouldBe "b"
            bench.view.replace(bench.key, Token("b"), Token("c"))
            source.token().accessToken shouldBe "c"
        }

        scripted("a token is not returned from memory after it has expired") { bench ->
            bench.server.latency = Duration.ZERO
            bench.server.refreshFailure = TransportException(Fault.CONNECTION_LOST, "The connection broke.")
            bench.has("a", life = 1.seconds)
            val source = bench.source()
            delay(500.milliseconds)
            source.token().accessToken shouldBe "a"
            delay(499.milliseconds)
            source.token().accessToken shouldBe "a"
            delay(1.milliseconds)
            shouldThrow<TransportException> { source.token() }
        }

        scripted("without a stored token a user logs in, once for all callers") { bench ->
            val sources = List(20) { bench.source() }
            sources.map { async { it.token() } }.awaitAll().toSet().size shouldBe 1
            bench.prompted shouldBe 1
        }

        scripted("a rejected token is refreshed although it has not expired, and the new token is stored") { bench ->
            val rejected = bench.has("a")
            bench.source().token(rejected).accessToken shouldBe "access-1"
            bench.store.get(bench.key)?.accessToken shouldBe "access-1"
            bench.prompted shouldBe 0
        }

        scripted("two hundred callers of several sources make one refresh") { bench ->
            val rejected = bench.has("a")
            val sources = List(4) { bench.source().also { it.token() } }
            val tokens = List(200) { n -> async { sources[n % 4].token(rejected) } }.awaitAll()
            tokens.map { it.accessToken }.toSet() shouldBe setOf("access-1")
            bench.server.refreshes shouldBe 1
        }

        scripted("callers that ask for a token meanwhile, and those whose token was rejected, share one refresh") { bench ->
            val rejected = bench.has("a", life = 1.seconds)
            val source = bench.source()
            val tokens = listOf(async { source.token() }, async { source.token(rejected) }).awaitAll()
            tokens.map { it.accessToken }.toSet() shouldBe setOf("access-1")
            bench.server.refreshes shouldBe 1
        }

        scripted("a late refusal of an older token makes no request and does not read the store") { bench ->
            val old = bench.has("a")
            val source = bench.source()
            source.token(old)
            source.token()
            val reads = bench.store.reads
            source.token(old).accessToken shouldBe "access-1"
            bench.store.reads shouldBe reads
            bench.server.refreshes shouldBe 1
        }

        scripted("a token that another process has stored meanwhile is returned") { bench ->
            val old = bench.has("a")
            val source = bench.source()
            source.token() shouldBe old
            val newer = bench.has("b")
            source.token(old) shouldBe newer
            bench.server.refreshes shouldBe 0
        }

        scripted("a refresh that fails is an error, and the rejected token is not returned again") { bench ->
            val rejected = bench.has("a")
            bench.server.refreshFailure = TransportException(Fault.CONNECTION_LOST, "The connection broke.")
            val source = bench.source()
            source.token() shouldBe rejected
            shouldThrow<TransportException> { source.token(rejected) }
            bench.prompted shouldBe 0
            bench.server.refreshFailure = null
            delay(1.seconds)
            source.token(rejected).accessToken shouldBe "access-1"
        }

        scripted("a server that fails is asked once a second, not by each call whose token was rejected") { bench ->
            val rejected = bench.has("a")
            bench.server.refreshFailure = TransportException(Fault.CONNECTION_LOST, "The connection broke.")
            val source = bench.source()
            repeat(50) { shouldThrow<TransportException> { source.token(rejected) } }
            bench.server.refreshes shouldBe 1
            delay(999.milliseconds)
            shouldThrow<TransportException> { source.token(rejected) }
            bench.server.refreshes shouldBe 1
            delay(1.milliseconds)
            shouldThrow<TransportException> { source.token(rejected) }
            bench.server.refreshes shouldBe 2
        }

        scripted("a token that another stores after a failure is returned at once") { bench ->
            val rejected = bench.has("a")
            bench.server.refreshFailure = TransportException(Fault.CONNECTION_LOST, "The connection broke.")
            val source = bench.source()
            shouldThrow<TransportException> { source.token(rejected) }
            bench.view.put(bench.key, Token("b"))
            source.token(rejected).accessToken shouldBe "b"
        }

        scripted("if the refresh token of a rejected token is refused too, a user logs in") { bench ->
            val rejected = bench.has("a")
            bench.server.refreshFailure = InvalidGrantException(OAuthError("invalid_grant"))
            bench.source().token(rejected).accessToken shouldBe "access-1"
            bench.prompted shouldBe 1
        }

        scripted("a rejected token without a refresh token leads to a login, once for all callers") { bench ->
            val rejected = bench.has("a", refreshToken = null)
            val sources = List(4) { bench.source() }
            List(40) { n -> async { sources[n % 4].token(rejected) } }.awaitAll().toSet().size shouldBe 1
            bench.prompted shouldBe 1
            bench.server.refreshes shouldBe 0
        }

        scripted("a rejected token without a refresh token and without a user is an error") { bench ->
            bench.isUserPresent = false
            val rejected = bench.has("a", refreshToken = null)
            val source = bench.source()
            shouldThrow<InteractionRequiredException> { source.token(rejected) }
            // It is still valid for whoever has not been refused.
            source.token() shouldBe rejected
        }

        scripted("a refused refresh without a user is an error although the rejected token is valid") { bench ->
            bench.isUserPresent = false
            val rejected = bench.has("a")
            bench.server.refreshFailure = InvalidGrantException(OAuthError("invalid_grant"))
            shouldThrow<InteractionRequiredException> { bench.source().token(rejected) }
        }

        scripted("a rejected token with a short life is not returned again either") { bench ->
            bench.isUserPresent = false
            val rejected = bench.has("a", life = 30.seconds, refreshToken = null)
            shouldThrow<InteractionRequiredException> { bench.source().token(rejected) }
        }

        scripted("a server that issues the same access token again makes no endless requests") { bench ->
            val rejected = bench.has("a")
            bench.server.sameAccessToken = "a"
            bench.source().token(rejected).refreshToken shouldBe "refresh-1"
            bench.server.refreshes shouldBe 1
        }

        scripted("the cancellation of one caller harms no other") { bench ->
            val rejected = bench.has("a")
            val source = bench.source()
            val first = launch { source.token(rejected) }
            val others = List(10) { async { source.token(rejected) } }
            delay(500.milliseconds)
            first.cancelAndJoin()
            others.awaitAll().map { it.accessToken }.toSet() shouldBe setOf("access-1")
            bench.server.refreshes shouldBe 1
        }

        scripted("a token that is unknown to the store is no reason to refresh the stored one") { bench ->
            val stored = bench.has("a")
            bench.source().token(Token("foreign")) shouldBe stored
            bench.server.refreshes shouldBe 0
        }

        scripted("a token in memory is ready without suspending, unless it was rejected") { bench ->
            val source = bench.source()
            val token = bench.has("a")
            source.readyToken(null).shouldBeNull()
            source.token()
            source.readyToken(null) shouldBe token
            source.readyToken(token).shouldBeNull()
            source.readyToken(Token("older")) shouldBe token
            delay(1.seconds)
            source.readyToken(null).shouldBeNull()
        }

        scripted("its text names the key and no secret") { bench ->
            bench.has("secret-a")
            val source = bench.source()
            source.token()
            source.toString() shouldBe "TokenSource(https://h.example)"
        }

        scripted("nothing is read before the first call") { bench ->
            bench.source()
            bench.store.reads shouldBe 0
            bench.store.get(bench.key).shouldBeNull()
        }
    })
