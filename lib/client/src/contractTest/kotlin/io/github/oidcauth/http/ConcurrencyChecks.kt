package io.github.oidcauth.http

import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.milliseconds

private const val CALLS = 200

/** Fewer than the threads of `Dispatchers.IO`, for clients that block. */
private const val STORM = 50
private val POLL = 5.milliseconds

internal val concurrencyChecks: List<ContractCheck> =
    listOf(
        ContractCheck("200 concurrent calls over an expiry make one refresh") {
            call("/x").statusCode shouldBe 200
            tokens.revoke()
            coroutineScope { List(CALLS) { async { call("/x").statusCode } }.awaitAll() }.toSet() shouldBe setOf(200)
            tokens.renewals.get() shouldBe 1
        },
        ContractCheck("a late 401 makes no refresh") {
            val isRenewed = CountDownLatch(1)
            val hasArrived = CompletableDeferred<Unit>()
            api.on("/late") {
                if (it.number == 1) {
                    hasArrived.complete(Unit)
                    isRenewed.await(20, TimeUnit.SECONDS)
                }
                api.accept(it)
            }
            coroutineScope {
                tokens.revoke()
                val late = async { call("/late").statusCode }
                hasArrived.await()
                call("/x").statusCode shouldBe 200
                isRenewed.countDown()
                late.await() shouldBe 200
            }
            tokens.renewals.get() shouldBe 1
            tokensTo("/late") shouldBe listOf(1, 2)
        },
        ContractCheck("a call that is cancelled while it waits for a token ends, and sends nothing") {
            val gate = CompletableDeferred<Unit>()
            tokens.gate = gate
            coroutineScope {
                val call = async { call("/x") }
                tokens.asked.await()
                call.cancelAndJoin()
            }
            api.requests.shouldBeEmpty()
            gate.complete(Unit)
            call("/x").statusCode shouldBe 200
            api.requests.size shouldBe 1
        },
        ContractCheck("of calls that wait for a token, those that are cancelled harm no other") {
            val gate = CompletableDeferred<Unit>()
            tokens.gate = gate
            coroutineScope {
                val calls = List(STORM) { async { call("/x").statusCode } }
                while (tokens.calls.get() < STORM) delay(POLL)
                val (cancelled, kept) = calls.partition { calls.indexOf(it) % 2 == 0 }
                cancelled.forEach { it.cancelAndJoin() }
                gate.complete(Unit)
                kept.awaitAll().toSet() shouldBe setOf(200)
            }
            api.requests.size shouldBe STORM / 2
        },
    )
