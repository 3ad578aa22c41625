package io.github.oidcauth.internal.jwt

import io.github.oidcauth.HttpException
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.oauth2.Jwk
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)
class JwksCacheTest :
    FunSpec({
        /** A server whose key set has one key, `k0` at the first request, `k1` at the second, and so on. */
        class Server(
            val scope: TestScope,
            val takes: Duration = Duration.ZERO,
            val cacheControl: String? = null,
        ) {
            var requests = 0
            var isDown = false
            val cache = JwksCache(scope.testTimeSource, ::respond)

            private suspend fun respond(): RawResponse {
                val number = requests++
                delay(takes)
                if (isDown) return RawResponse(503, "")
                val headers = cacheControl?.let { mapOf("cache-control" to listOf(it)) }.orEmpty()
                return RawResponse(
                    200,
                    """{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k$number","x":"$X"}]}""",
                    headers = headers,
                )
            }
        }

        fun scenario(
            name: String,
            takes: Duration = Duration.ZERO,
            cacheControl: String? = null,
            body: suspend Server.() -> Unit,
        ) = test(name) { runTest { Server(this, takes, cacheControl).body() } }

        fun List<Jwk>?.ids() = this?.map { it.keyId }

        scenario("nothing is fetched before it is needed, and then once") {
            requests shouldBe 0

            cache.current().ids() shouldBe listOf("k0")
            cache.current().ids() shouldBe listOf("k0")

            requests shouldBe 1
        }

        scenario("keys are fetched again after ten minutes when the server does not say how long they are good for") {
            cache.current()
            delay(10.minutes - 1.milliseconds)
            cache.current().ids() shouldBe listOf("k0")
            delay(1.milliseconds)
            cache.current().ids() shouldBe listOf("k1")
        }

        scenario("keys are kept as long as the server says", cacheControl = "public, max-age=3600") {
            cache.current()
            delay(3600.seconds - 1.milliseconds)
            cache.current().ids() shouldBe listOf("k0")
            delay(1.milliseconds)
            cache.current().ids() shouldBe listOf("k1")
        }

        scenario("a caller during a fetch of the keys waits for them", takes = 5.seconds) {
            val responses = List(100) { scope.async { cache.current() } }.awaitAll()

            requests shouldBe 1
            responses.distinct() shouldHaveSize 1
        }

        scenario("a caller during a fetch of the keys shares its failure", takes = 5.seconds) {
            isDown = true

            val failures = List(100) { scope.async { shouldThrow<HttpException> { cache.current() } } }.awaitAll()

            requests shouldBe 1
            failures.forEach { it.statusCode shouldBe 503 }
            delay(1.seconds)
            shouldThrow<HttpException> { cache.current() }
            requests shouldBe 2
        }

        scenario("300 callers who come one after the other while there are no keys make one request") {
            isDown = true
            repeat(300) { shouldThrow<HttpException> { cache.current() }.statusCode shouldBe 503 }
            requests shouldBe 1

            delay(1.seconds - 1.milliseconds)
            shouldThrow<HttpException> { cache.current() }
            requests shouldBe 1
            isDown = false
            delay(1.milliseconds)
            cache.current().ids() shouldBe listOf("k1")
        }

        scenario("the pause while there are no keys grows from one second to 32, and no further") {
            isDown = true
            shouldThrow<HttpException> { cache.current() }
            listOf(1, 2, 4, 8, 16, 32, 32, 32).forEachIndexed { failures, pause ->
                delay(pause.seconds - 1.milliseconds)
                shouldThrow<HttpException> { cache.current() }
                requests shouldBe failures + 1
                delay(1.milliseconds)
                shouldThrow<HttpException> { cache.current() }
                requests shouldBe failures + 2
            }
        }

        scenario("the pause is short again after keys were had") {
            isDown = true
            repeat(3) {
                shouldThrow<HttpException> { cache.current() }
                delay(32.seconds)
            }
            isDown = false
            cache.current()
            isDown = true
            delay(10.minutes + 1.days)
            shouldThrow<HttpException> { cache.current() }
            requests shouldBe 5
            delay(1.seconds)
            shouldThrow<HttpException> { cache.current() }
            requests shouldBe 6
        }

        scenario("a cancelled first request is no failure, and the next caller fetches at once", takes = 5.seconds) {
            val first = scope.launch { cache.current() }
            scope.runCurrent()
            first.cancelAndJoin()

            cache.current().ids() shouldBe listOf("k1")
        }

        scenario("keys are fetched when the program says so, each time it does") {
            cache.refetch().ids() shouldBe listOf("k0")
            cache.refetch().ids() shouldBe listOf("k1")
            cache.current().ids() shouldBe listOf("k1")
            requests shouldBe 2
        }

        scenario("programs that say so at the same time share one request", takes = 5.seconds) {
            cache.current()

            List(100) { scope.async { cache.refetch() } }.awaitAll().map { it.ids() }.distinct() shouldBe listOf(listOf("k1"))

            requests shouldBe 2
        }

        scenario("programs that say so at the same time share the failure, and the known keys stay", takes = 5.seconds) {
            cache.current()
            isDown = true

            List(100) { scope.async { shouldThrow<HttpException> { cache.refetch() } } }.awaitAll()

            requests shouldBe 2
            cache.current().ids() shouldBe listOf("k0")
            shouldThrow<HttpException> { cache.refetch() }
            requests shouldBe 3
        }

        scenario("no pause keeps a program from fetching the keys") {
            isDown = true
            shouldThrow<HttpException> { cache.current() }
            isDown = false

            cache.refetch().ids() shouldBe listOf("k1")
            cache.current().ids() shouldBe listOf("k1")
        }

        scenario("a caller during the cancellation of another one's request makes the next request", takes = 5.seconds) {
            val first = scope.launch { cache.refetch() }
            val second = scope.async { cache.refetch() }
            scope.runCurrent()
            first.cancelAndJoin()

            second.await().ids() shouldBe listOf("k1")
        }

        scenario("a waiting caller fetches when the one who fetches is cancelled", takes = 5.seconds) {
            val first = scope.launch { cache.current() }
            val second = scope.async { cache.current() }
            scope.runCurrent()
            requests shouldBe 1

            first.cancelAndJoin()

            second.await().ids() shouldBe listOf("k1")
        }

        scenario("an unknown key has the set fetched anew") {
            cache.current()

            cache.refreshForUnknownKey().ids() shouldBe listOf("k1")
            cache.current().ids() shouldBe listOf("k1")
        }

        scenario("a flood of unknown keys has the set fetched once within the cool-down") {
            cache.current()
            cache.refreshForUnknownKey().ids() shouldBe listOf("k1")
            repeat(1000) { cache.refreshForUnknownKey().shouldBeNull() }

            delay(30.seconds - 1.milliseconds)
            cache.refreshForUnknownKey().shouldBeNull()
            requests shouldBe 2
            delay(1.milliseconds)
            cache.refreshForUnknownKey().ids() shouldBe listOf("k2")
            requests shouldBe 3
        }

        scenario("a flood of unknown keys at the same time is one request", takes = 5.seconds) {
            cache.current()

            val responses = List(100) { scope.async { cache.refreshForUnknownKey() } }.awaitAll()

            requests shouldBe 2
            responses.map { it.ids() }.distinct() shouldContainExactly listOf(listOf("k1"))
        }

        scenario("a failed search for an unknown key cools down as well, and the known keys stay") {
            cache.current()
            isDown = true
            shouldThrow<HttpException> { cache.refreshForUnknownKey() }

            cache.refreshForUnknownKey().shouldBeNull()
            cache.current().ids() shouldBe listOf("k0")
            requests shouldBe 2
        }

        scenario("a cancelled search leaves the next one its turn", takes = 5.seconds) {
            cache.current()
            val first = scope.launch { cache.refreshForUnknownKey() }
            scope.runCurrent()
            first.cancelAndJoin()

            cache.refreshForUnknownKey().ids() shouldBe listOf("k2")
        }

        scenario("old keys are used while new ones cannot be had, and the server is left alone for a while") {
            val keys = cache.current()
            isDown = true
            delay(10.minutes)

            repeat(3) { cache.current() shouldBeSameInstanceAs keys }
            requests shouldBe 2
            delay(30.seconds)
            cache.current() shouldBeSameInstanceAs keys
            requests shouldBe 3
            isDown = false
            delay(30.seconds)
            cache.current().ids() shouldBe listOf("k3")
        }

        scenario("old keys are good for a day beyond their time and no longer") {
            cache.current()
            isDown = true
            delay(10.minutes + 1.days - 1.milliseconds)
            cache.current().ids() shouldBe listOf("k0")
            delay(1.milliseconds)
            shouldThrow<HttpException> { cache.current() }
        }
    })

/** The public key of RFC 8037 appendix A.2. */
private const val X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
