// Tests OAuth2Client, PollResponseReader and TokenRequests.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.DeviceCode
import io.github.oidcauth.ExpiredTokenException
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.ServerErrorException
import io.github.oidcauth.TimedOutException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlinx.coroutines.withTimeoutOrNull
import kotlinx.io.IOException
import kotlin.time.Duration.Companion.ZERO
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class PollingJobTest :
    FunSpec({
        val device =
            """{"device_code":"dc","user_code":"ABCD",""" +
                """"verification_uri":"https://as.example/activate","expires_in":60,"interval":5}"""
        val ciba = """{"auth_req_id":"ar","expires_in":60,"interval":5}"""

        /** A server that responds to the polls as told, and when it was polled. */
        class Script(
            private val scope: TestScope,
            vararg responses: ScriptedResponse,
        ) {
            val polledAt = mutableListOf<Long>()
            private val rest = responses.toMutableList()
            val bench =
                ClientBench(StandardTestDispatcher(scope.testScheduler), scope.testTimeSource) { request ->
                    when (request.url) {
                        "https://as.example/device" -> {
                            ScriptedResponse(device)
                        }

                        "https://as.example/ciba" -> {
                            ScriptedResponse(ciba)
                        }

                        else -> {
                            polledAt += scope.currentTime / 1000
                            rest.removeAt(0).also { if (it.status == BROKEN) throw IOException("broken") }
                        }
                    }
                }
            val client = bench.client()

            /** Codes that live for an hour. */
            fun long() = DeviceCode(
                "dc",
                "ABCD",
                "https://as.example/activate",
                null,
                bench.clock.now() + 1.hours,
                1.hours,
                5.seconds,
            )

            suspend fun job() = client.pollingJob(client.deviceAuthorization())
        }

        fun scripted(
            vararg responses: ScriptedResponse,
            block: suspend TestScope.(Script) -> Unit,
        ) = runTest { block(Script(this, *responses)) }

        val pending = ScriptedResponse.error("authorization_pending")
        val slowDown = ScriptedResponse.error("slow_down")

        test("it asks once each interval until the user has finished") {
            scripted(pending, pending, ScriptedResponse.token()) { script ->
                script.job().await().accessToken shouldBe "at"
                script.polledAt shouldContainExactly listOf(5L, 10L, 15L)
                script.bench.requests.last()["device_code"] shouldBe "dc"
            }
        }

        test("slow_down adds five seconds from then on, and a new interval in it counts") {
            scripted(
                slowDown,
                pending,
                ScriptedResponse.error("slow_down", more = """"interval":20"""),
                ScriptedResponse.token(),
            ) { script ->
                script.job().await()
                script.polledAt shouldContainExactly listOf(5L, 15L, 25L, 45L)
            }
        }

        test("after a poll that was cancelled the next one waits for the interval too") {
            runTest {
                val polledAt = mutableListOf<Long>()
                val bench =
                    ClientBench(StandardTestDispatcher(testScheduler), testTimeSource) {
                        polledAt += currentTime
                        delay(3.seconds)
                        ScriptedResponse.error("authorization_pending")
                    }
                val job = bench.client().devicePollingJob("dc")

                withTimeoutOrNull(6.seconds) { job.next() }.shouldBeNull()
                shouldThrow<IllegalStateException> { job.attempt() }
                job.next()
                polledAt shouldContainExactly listOf(5_000L, 10_000L)
            }
        }

        test("Retry-After of a server in trouble is kept to") {
            scripted(ScriptedResponse("", 503, listOf("Retry-After" to "30")), ScriptedResponse.token()) { script ->
                script.job().await()
                script.polledAt shouldContainExactly listOf(5L, 35L)
            }
        }

        test("a network that is down for a while is waited for, ever longer") {
            val broken = ScriptedResponse("", BROKEN)
            scripted(broken, broken, ScriptedResponse.token()) { script ->
                script.job().await()
                script.polledAt shouldContainExactly listOf(5L, 15L, 35L)
            }
        }

        test("a server that fails five times in a row ends it, one that is restarted does not") {
            val failed = ScriptedResponse.error("server_error", 500, """"error_description":"Directory is down."""")
            scripted(*Array(5) { failed }) { script ->
                val e = shouldThrow<ServerErrorException> { script.client.pollingJob(script.long()).await() }
                e.errorDescription shouldBe "Directory is down."
                script.polledAt shouldContainExactly listOf(5L, 15L, 35L, 65L, 95L)
            }
            val page = ScriptedResponse("<html>", 500)
            scripted(*Array(5) { page }) { script ->
                shouldThrow<HttpException> { script.client.pollingJob(script.long()).await() }.statusCode shouldBe 500
            }
            scripted(*Array(9) { ScriptedResponse("", 503) }, ScriptedResponse.token()) { script ->
                script.client.pollingJob(script.long()).await().accessToken shouldBe "at"
            }
        }

        test("Retry-After as a date is kept to") {
            val date = listOf("Date" to "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After" to "Sun, 06 Nov 1994 08:50:02 GMT")
            scripted(ScriptedResponse("", 429, date), ScriptedResponse.token()) { script ->
                script.job().await()
                script.polledAt shouldContainExactly listOf(5L, 30L)
            }
        }

        test("a refusal ends it") {
            scripted(pending, ScriptedResponse.error("access_denied")) { script ->
                shouldThrow<AuthorizationDeniedException> { script.job().await() }
                script.polledAt shouldContainExactly listOf(5L, 10L)
            }
        }

        test("the server's word that the code has expired ends it") {
            scripted(ScriptedResponse.error("expired_token")) { script ->
                // A login on another device (CIBA) ends so too, and has no code.
                shouldThrow<ExpiredTokenException> { script.job().await() }.message shouldNotContain "code"
            }
        }

        test("the end of the code ends it, with a last attempt at the end") {
            scripted(*Array(12) { pending }) { script ->
                shouldThrow<TimedOutException> { script.job().await() }
                script.polledAt.last() shouldBe 60L
            }
        }

        test("the caller's own condition ends it before the next attempt") {
            scripted(pending, pending, ScriptedResponse.token()) { script ->
                val job = script.job()

                job.await { currentTime >= 10_000 }.shouldBeNull()
                script.polledAt shouldContainExactly listOf(5L)
                job.await { false }?.accessToken shouldBe "at"
            }
        }

        test("a condition that is true at once ends it after one poll") {
            scripted(pending) { script ->
                script.job().await { true }.shouldBeNull()
                script.polledAt shouldContainExactly listOf(5L)
            }
            scripted(ScriptedResponse.token()) { script -> script.job().await { true }?.accessToken shouldBe "at" }
        }

        test("the condition is asked after each poll and then every second") {
            scripted(pending, pending) { script ->
                val askedAt = mutableListOf<Long>()
                script.job().await { askedAt.add(currentTime / 1000) && currentTime >= 12_000 }.shouldBeNull()
                askedAt shouldContainExactly listOf(5L, 6L, 7L, 8L, 9L, 10L, 10L, 11L, 12L)
                script.polledAt shouldContainExactly listOf(5L, 10L)
            }
        }

        test("one attempt asks once, does not wait, and says when the next is due") {
            scripted(pending, slowDown, ScriptedResponse.token()) { script ->
                val job = script.job()

                listOf(5, 5, 10).forEach { pause ->
                    job.nextAttemptIn shouldBe pause.seconds
                    delay(pause.seconds)
                    job.nextAttemptIn shouldBe ZERO
                    val since = currentTime
                    job.attempt()?.accessToken shouldBe "at".takeIf { pause == 10 }
                    currentTime shouldBe since
                }
            }
        }

        test("an attempt before it is due is refused, and the server is not asked") {
            scripted(pending, ScriptedResponse.token()) { script ->
                val job = script.job()

                shouldThrow<IllegalStateException> { job.attempt() }.message shouldContain "due in 5s"
                delay(4_949.milliseconds)
                shouldThrow<IllegalStateException> { job.attempt() }
                script.polledAt.shouldBeEmpty()
                delay(1.milliseconds)
                job.attempt().shouldBeNull()
                currentTime shouldBe 5_000
                shouldThrow<IllegalStateException> { job.attempt() }
                job.next()?.accessToken shouldBe "at"
                script.polledAt shouldContainExactly listOf(5L, 10L)
            }
        }

        test("next waits for the interval and asks once, so that a loop of it polls as the server wants") {
            val broken = ScriptedResponse("", BROKEN)
            scripted(pending, slowDown, broken, ScriptedResponse.token()) { script ->
                val job = script.job()
                var token: Token? = null
                while (token == null) token = job.next()
                token.accessToken shouldBe "at"
                script.polledAt shouldContainExactly listOf(5L, 10L, 20L, 40L)
            }
        }

        test("callers at the same time share the interval, and the token") {
            scripted(pending, ScriptedResponse.token()) { script ->
                val job = script.job()

                List(3) { async { job.await().accessToken } }.awaitAll() shouldBe listOf("at", "at", "at")
                script.polledAt shouldContainExactly listOf(5L, 10L)
            }
        }

        test("after the end each call has the same result, and the server is not asked") {
            scripted(ScriptedResponse.token()) { script ->
                val job = script.job()
                val token = job.await()

                listOf(job.next(), job.attempt(), job.await(), job.await { false }).forEach { it shouldBe token }
                job.nextAttemptIn shouldBe ZERO
                script.polledAt shouldContainExactly listOf(5L)
            }
            scripted(ScriptedResponse.error("access_denied")) { script ->
                val job = script.job()

                repeat(2) { shouldThrow<AuthorizationDeniedException> { job.next() } }
                shouldThrow<AuthorizationDeniedException> { job.attempt() }
                script.polledAt shouldContainExactly listOf(5L)
            }
        }

        test("a request that cannot be made ends the call, and is not repeated") {
            scripted { script ->
                val client = script.bench.client(ServerMetadata { issuer(ClientBench.ISSUER) })
                shouldThrow<InvalidConfigException> { client.pollingJob(script.long()).await() }
            }
        }

        test("the milliseconds are rounded up, so that a timer of them is not early") {
            scripted { script ->
                val job = script.client.devicePollingJob("dc", 5.seconds + 1.nanoseconds)

                job.nextAttemptInMillis shouldBe 5_001
                delay(5.seconds)
                job.nextAttemptInMillis shouldBe 1
            }
        }

        test("a code and an interval are enough, and the server says when it is over") {
            scripted(pending, slowDown, ScriptedResponse.error("expired_token")) { script ->
                shouldThrow<ExpiredTokenException> { script.client.devicePollingJob("code-1", 7.seconds).await() }
                script.polledAt shouldContainExactly listOf(7L, 14L, 26L)
                script.bench.requests.map { it["device_code"] }.distinct() shouldBe listOf("code-1")
            }
            scripted(*Array(13) { pending }) { script ->
                val job = script.client.devicePollingJob(
                    "code-1",
                    expiresIn = 60.seconds,
                    options = RequestOptions {
                        scope("a")
                    },
                )
                shouldThrow<TimedOutException> { job.await() }
                script.polledAt shouldContainExactly (5L..60L step 5).toList()
                script.bench.requests.last()["scope"] shouldBe "a"
            }
        }

        test("so are an auth_req_id and an interval") {
            scripted(pending, ScriptedResponse.token()) { script ->
                script.client.backchannelPollingJob("id-1", 2.seconds).await().accessToken shouldBe "at"
                script.polledAt shouldContainExactly listOf(2L, 4L)
                script.bench.requests.last()["auth_req_id"] shouldBe "id-1"
            }
        }

        test("one attempt without a usable response says so, and another may succeed") {
            scripted(ScriptedResponse("", 502), ScriptedResponse("", BROKEN), ScriptedResponse.token()) { script ->
                val job = script.job()

                delay(job.nextAttemptIn)
                shouldThrow<HttpException> { job.attempt() }.statusCode shouldBe 502
                delay(job.nextAttemptIn)
                shouldThrow<TransportException> { job.attempt() }
                delay(job.nextAttemptIn)
                job.attempt()?.accessToken shouldBe "at"
            }
        }

        test("a login on another device is polled by its auth_req_id, with the hint of who it is") {
            scripted(pending, ScriptedResponse.token()) { script ->
                val request = BackchannelAuthenticationRequest.loginHint(
                    "alice",
                ).bindingMessage("W4SCT").requestedExpiry(120.seconds).build()
                val authentication = script.client.backchannelAuthentication(request)
                val sent = script.bench.requests.single()

                sent["login_hint"] shouldBe "alice"
                sent["binding_message"] shouldBe "W4SCT"
                sent["requested_expiry"] shouldBe "120"
                sent["scope"] shouldBe "openid"
                script.client.pollingJob(BackchannelAuthentication.deserialize(authentication.serialize())).await() shouldBe
                    Token("at") { expiresAt = script.bench.clock.now() + 600.seconds }
                script.bench.requests.last()["grant_type"] shouldBe "urn:openid:params:grant-type:ciba"
                script.bench.requests.last()["auth_req_id"] shouldBe "ar"
                authentication.toString() shouldNotContain "=ar"
            }
        }
    }) {
    private companion object {
        /** Not a status: the connection breaks. */
        const val BROKEN = 999
    }
}
