// Tests Cancellation.await and AccessTokenInterceptor.
package io.github.oidcauth.okhttp

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.okhttp.OkHttp
import io.ktor.client.request.get
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import okhttp3.Call
import okhttp3.Callback
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import java.io.IOException
import java.io.InterruptedIOException
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ForkJoinPool
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

private class Outcome :
    CompletableFuture<Int>(),
    Callback {
    override fun onFailure(
        call: Call,
        e: IOException,
    ) {
        completeExceptionally(e)
    }

    override fun onResponse(
        call: Call,
        response: Response,
    ) {
        response.use { complete(it.code) }
    }

    fun failure(): Throwable = checkNotNull(handle { _, e -> e }.get(5, TimeUnit.SECONDS)) { "There was a response." }
}

class TokenWaitTest :
    FunSpec({
        val url = "https://api.example.com/notes"
        val request = Request.Builder().url(url).build()

        fun client(tokens: HangingTokens) = OkHttpClient.Builder().accessTokens(tokens, url)

        test("cancelling a call ends its waiting for a token, and the token request") {
            val tokens = HangingTokens()
            val outcome = Outcome()
            val call = client(tokens).build().newCall(request)
            call.enqueue(outcome)
            tokens.started.await(5, TimeUnit.SECONDS) shouldBe true

            call.cancel()
            outcome.failure().message shouldBe "Canceled"
            tokens.ended.await(5, TimeUnit.SECONDS) shouldBe true
        }

        test("the timeout of a call ends it as well") {
            val tokens = HangingTokens()
            val outcome = Outcome()
            client(tokens).callTimeout(100, TimeUnit.MILLISECONDS).build().newCall(request).enqueue(outcome)

            (outcome.failure() is InterruptedIOException) shouldBe true
            outcome.failure().message shouldBe "timeout"
            tokens.ended.await(5, TimeUnit.SECONDS) shouldBe true
        }

        test("an interrupted thread stays interrupted, and the call fails") {
            val tokens = HangingTokens()
            val interrupted = CompletableFuture<Boolean>()
            val caller =
                thread {
                    try {
                        client(tokens).build().newCall(request).execute().close()
                    } catch (_: InterruptedIOException) {
                        interrupted.complete(Thread.currentThread().isInterrupted)
                    }
                }
            tokens.started.await(5, TimeUnit.SECONDS) shouldBe true

            caller.interrupt()
            interrupted.get(5, TimeUnit.SECONDS) shouldBe true
        }

        test("cancelling the coroutine of a call by Ktor ends the waiting") {
            val tokens = HangingTokens()
            HttpClient(OkHttp) { engine { preconfigured = client(tokens).build() } }.use { ktor ->
                val job = launch(Dispatchers.IO) { ktor.get(url) }
                tokens.started.await(5, TimeUnit.SECONDS) shouldBe true

                measureTime { job.cancelAndJoin() } shouldBeLessThan 5.seconds
                tokens.ended.await(5, TimeUnit.SECONDS) shouldBe true
            }
        }

        test("a call that was cancelled before obtains no token") {
            val tokens = HangingTokens()
            val call = client(tokens).build().newCall(request)
            call.cancel()

            shouldThrow<IOException> { call.execute() }.message shouldBe "Canceled"
        }

        test("a token that comes later is used, in a fork-join pool too") {
            Api().use { api ->
                repeat(2) { api.respond() }
                val slow =
                    object : TokenSource {
                        override suspend fun token(rejected: Token?): Token {
                            delay(120.milliseconds)
                            return Token("T1")
                        }
                    }
                val client = OkHttpClient.Builder().accessTokens(slow, api.origin).build()

                client.get(api.url("/notes")) shouldBe 200
                ForkJoinPool.commonPool().submit<Int> { client.get(api.url("/notes")) }.get(5, TimeUnit.SECONDS) shouldBe 200
                api.tokens(2) shouldBe listOf("Bearer T1", "Bearer T1")
            }
        }
    })
