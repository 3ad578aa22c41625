package io.github.oidcauth.http

import io.kotest.matchers.comparables.shouldBeGreaterThan
import io.kotest.matchers.comparables.shouldBeLessThan
import io.kotest.matchers.shouldBe
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.nanoseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

internal val delayChecks: List<ContractCheck> =
    listOf(
        ContractCheck("Retry-After of a 401 is respected") {
            api.on("/x") {
                if (it.number ==
                    1
                ) {
                    ResourceReply.unauthorized(ResourceServer.INVALID_TOKEN, "Retry-After" to "1")
                } else {
                    api.accept(it)
                }
            }
            call("/x").statusCode shouldBe 200
            val (first, second) = api.requestsTo("/x").map { it.nanoTime }
            (second - first).nanoseconds shouldBeGreaterThan 950.milliseconds
        },
        ContractCheck("a response whose Retry-After is beyond the limit is returned at once") {
            api.on("/x") {
                if (it.number == 1) {
                    ResourceReply.unauthorized(ResourceServer.INVALID_TOKEN, "Retry-After" to "3600")
                } else {
                    api.accept(it)
                }
            }
            val start = TimeSource.Monotonic.markNow()
            call("/x").statusCode shouldBe 401
            start.elapsedNow() shouldBeLessThan 20.seconds
            tokensTo("/x") shouldBe listOf(1)
        },
    )
