package io.github.oidcauth.internal.acquisition

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.UnmetAuthenticationRequirementsException
import io.github.oidcauth.internal.responses.OAuthError
import io.github.oidcauth.internal.responses.PollResult
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** A login that an API demands (RFC 9470), of a source of one configuration and of several. */
class StepUpTest :
    FunSpec({
        val gold = InsufficientUserAuthenticationException(acrValues = "gold")
        val recent = InsufficientUserAuthenticationException(maxAgeSeconds = 60)

        fun scripted(
            name: String,
            body: suspend TestScope.(LoginSourceBench) -> Unit,
        ) = test(name) { runTest { body(LoginSourceBench(this)) } }

        fun LoginSourceBench.saysAcr(acr: String) {
            server.idTokenClaims = {
                JsonObject(mapOf("acr" to JsonPrimitive(acr), "auth_time" to JsonPrimitive(clock.now().epochSeconds)))
            }
        }

        scripted("the user logs in as demanded, and the token is stored in place of the old one") { bench ->
            val rejected = bench.has("a")
            bench.saysAcr("gold")
            val source = bench.source()
            source.token() shouldBe rejected
            val token = source.stepUp(rejected, gold).shouldNotBeNull()
            token.accessToken shouldBe "access-1"
            source.token() shouldBe token
            bench.demands shouldBe listOf(LoginDemand(listOf("gold"), null))
            bench.interaction.warnings shouldContain
                "The API demands a login with the authentication context gold. Log in again."
            bench.server.refreshes shouldBe 0
        }

        scripted("concurrent callers of several sources with one demand make one prompt") { bench ->
            val rejected = bench.has("a")
            val sources = List(4) { bench.source() }
            val tokens = List(40) { n -> async { sources[n % 4].stepUp(rejected, gold) } }.awaitAll()
            tokens.toSet().size shouldBe 1
            bench.prompted shouldBe 1
        }

        scripted("a later caller does not ask again if the ID token of the stored token says that it is enough") { bench ->
            val rejected = bench.has("a")
            bench.saysAcr("gold")
            val token = bench.source().stepUp(rejected, gold)
            bench.source().stepUp(rejected, gold) shouldBe token
            bench.source().stepUp(rejected, recent) shouldBe token
            bench.prompted shouldBe 1
            delay(71.seconds)
            bench.source().stepUp(rejected, recent)?.accessToken shouldBe "access-2"
        }

        scripted("without an ID token the source that caused the login knows that it is enough") { bench ->
            val rejected = bench.has("a")
            val source = bench.source()
            val token = source.stepUp(rejected, recent)
            source.stepUp(rejected, recent) shouldBe token
            source.stepUp(rejected, gold)?.accessToken shouldBe "access-2"
            bench.prompted shouldBe 2
        }

        scripted("a token that was refreshed meanwhile has the old login, so the user is asked") { bench ->
            bench.saysAcr("bronze")
            val rejected = bench.has("a")
            val source = bench.source()
            source.token(rejected)
            bench.saysAcr("gold")
            source.stepUp(rejected, gold)?.accessToken shouldBe "access-2"
            bench.prompted shouldBe 1
        }

        scripted("a token that is refused although it is enough leads to a new login") { bench ->
            bench.saysAcr("gold")
            val source = bench.source()
            val first = source.stepUp(bench.has("a"), gold).shouldNotBeNull()
            source.stepUp(first, gold)?.accessToken shouldBe "access-2"
        }

        scripted("a login that is not as demanded is refused, and the old token stays") { bench ->
            val rejected = bench.has("a")
            bench.saysAcr("bronze")
            shouldThrow<UnmetAuthenticationRequirementsException> { bench.source().stepUp(rejected, gold) }
            bench.store.get(bench.key) shouldBe rejected
        }

        scripted("without a user there is no token, and no login") { bench ->
            bench.isUserPresent = false
            val rejected = bench.has("a")
            bench.source().stepUp(rejected, gold).shouldBeNull()
            bench.store.get(bench.key) shouldBe rejected
            bench.prompted shouldBe 0
        }

        scripted("a user who declines is not asked again by those who wait") { bench ->
            val rejected = bench.has("a")
            bench.server.pollResponses += PollResult.Refused(AuthorizationDeniedException(OAuthError("access_denied")))
            val source = bench.source()
            val callers = List(5) { async { shouldThrow<AuthorizationDeniedException> { source.stepUp(rejected, gold) } } }
            callers.awaitAll()
            bench.prompted shouldBe 1
        }

        scripted("a demand is not fulfilled by another login that was going on") { bench ->
            val login = async { bench.source().token() }
            delay(500.milliseconds)
            val stepUp = async { bench.source().stepUp(bench.has("a"), gold) }
            login.await()
            stepUp.await()?.accessToken shouldBe "access-2"
            bench.prompted shouldBe 2
        }

        scripted("the cancellation of the caller who asks leaves the login to another") { bench ->
            val rejected = bench.has("a")
            val source = bench.source()
            val first = launch { source.stepUp(rejected, gold) }
            val second = async { source.stepUp(rejected, gold) }
            delay(500.milliseconds)
            first.cancelAndJoin()
            second.await().shouldNotBeNull()
            bench.store.get(bench.key) shouldBe second.await()
        }
    })
