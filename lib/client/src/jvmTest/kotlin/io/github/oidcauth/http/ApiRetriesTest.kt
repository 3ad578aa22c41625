package io.github.oidcauth.http

import io.github.oidcauth.ApiException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.github.oidcauth.internal.api.ApiCall
import io.github.oidcauth.internal.api.ApiRetries
import io.github.oidcauth.internal.transport.HttpCall
import io.github.oidcauth.internal.transport.ReceivedResponse
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds

@OptIn(ExperimentalCoroutinesApi::class)
class ApiRetriesTest :
    FunSpec({
        val statuses = ArrayDeque<Int>()
        val server = ApiServer { respond(statuses.removeFirstOrNull() ?: 200, "{}", "Retry-After" to "0") }

        beforeTest {
            statuses.clear()
            server.requests.clear()
        }
        afterSpec { server.close() }

        fun api(retries: Int) = ApiClient(server.origin, TokenSource.of { Token("at") }) { this.retries = retries }

        test("without retries, the first response counts") {
            statuses += 503
            shouldThrow<ApiException> { ApiClient(server.origin).get() }.statusCode shouldBe 503
            server.requests.size shouldBe 1
        }

        test("an idempotent request is sent again, with its body and token") {
            statuses += listOf(503, 429)
            api(retries = 2).put("a") { json(mapOf("b" to 1)) }.statusCode shouldBe 200
            server.requests.map { it.text } shouldContainExactly List(3) { """{"b":1}""" }
            server.requests.map { it.header("Authorization") } shouldContainExactly List(3) { "Bearer at" }
        }

        test("the last response counts when the retries are used up") {
            statuses += listOf(503, 503, 502)
            shouldThrow<ApiException> { api(retries = 2).get() }.statusCode shouldBe 502
            server.requests.size shouldBe 3
        }

        test("a request can have its own number") {
            statuses += listOf(503, 503)
            api(retries = 0).get { retries = 2 }.isSuccess shouldBe true
            statuses += 503
            api(retries = 2).get {
                retries = 0
                expectSuccess = false
            }.statusCode shouldBe 503
        }

        test("a POST is never sent again, nor is a body that cannot be") {
            statuses += 503
            shouldThrow<ApiException> { api(retries = 2).post { json(1) } }
            statuses += 503
            shouldThrow<ApiException> { api(retries = 2).put { body("abc".byteInputStream(), "text/plain") } }
            server.requests.size shouldBe 2
        }

        test("a server that always responds with 401 gets two requests, with retries too") {
            statuses += listOf(401, 401, 401)
            shouldThrow<ApiException> { api(retries = 3).get() }.statusCode shouldBe 401
            server.requests.size shouldBe 2
        }

        test("a response that is read as a stream is requested again before it is read, and not afterwards") {
            statuses += 503
            api(retries = 1).stream("a") { it.statusCode } shouldBe 200
            server.requests.size shouldBe 2

            shouldThrow<TransportException> {
                api(retries = 1).stream("a") { throw TransportException(Fault.CONNECTION_LOST, "while it was read") }
            }
            server.requests.size shouldBe 3
        }

        test("each attempt takes the token of its time") {
            statuses += 503
            var number = 0
            val tokens =
                object : TokenSource {
                    override suspend fun token(rejected: Token?): Token = Token("t${number++}")
                }
            ApiClient(server.origin, tokens) { retries = 1 }.get()
            server.requests.map { it.header("Authorization") } shouldContainExactly listOf("Bearer t0", "Bearer t1")
        }

        test("a connection that breaks is tried again in virtual time, with the time that the server names") {
            val retries = ApiRetries(Clock.System) { ByteArray(it) }
            val call =
                ApiCall("GET", "https://api.example", emptyList(), HttpCall.Body.None, true, 1.seconds, 1, false, retries = 3)
            val sentAt = mutableListOf<Long>()
            runTest {
                val response =
                    retries.run(call, responseOf = { it: ReceivedResponse -> it }) {
                        sentAt += currentTime
                        when (sentAt.size) {
                            1 -> throw TransportException(Fault.CONNECTION_LOST, "lost")
                            2 -> ReceivedResponse(503, mapOf("retry-after" to listOf("7")), ByteArray(0))
                            else -> ReceivedResponse(503, mapOf("retry-after" to listOf("31")), ByteArray(0))
                        }
                    }
                // Longer than the client waits.
                response.statusCode shouldBe 503
            }
            sentAt shouldContainExactly listOf(0, 250, 7_250)
        }

        test("what its caller has begun to read is not requested again") {
            val retries = ApiRetries(Clock.System) { ByteArray(it) }
            val call =
                ApiCall("GET", "https://api.example", emptyList(), HttpCall.Body.None, true, 1.seconds, 1, false, retries = 3)
            var sent = 0
            runTest {
                shouldThrow<TransportException> {
                    retries.run(call, responseOf = { _: Unit -> null }, isRead = { true }) {
                        sent++
                        throw TransportException(Fault.CONNECTION_LOST, "lost")
                    }
                }
            }
            sent shouldBe 1
        }
    })
