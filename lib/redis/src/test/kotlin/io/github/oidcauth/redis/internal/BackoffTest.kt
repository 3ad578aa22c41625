package io.github.oidcauth.redis.internal

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeMonotonicallyIncreasing
import io.kotest.matchers.comparables.shouldBeGreaterThanOrEqualTo
import io.kotest.matchers.comparables.shouldBeLessThanOrEqualTo
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds

class BackoffTest : FunSpec({
    /** Always [value], from 0 to 1. */
    fun constant(value: Double) =
        object : Random() {
            override fun nextBits(bitCount: Int): Int = 0

            override fun nextDouble(): Double = value
        }

    test("pauses grow from the first to the longest") {
        val backoff = Backoff(constant(0.0), first = 20.milliseconds, longest = 250.milliseconds)
        val pauses = List(20) { backoff.next() }
        pauses.first() shouldBe 20.milliseconds
        pauses.last() shouldBe 250.milliseconds
        pauses.shouldBeMonotonicallyIncreasing()
    }

    test("chance takes up to half of a pause away, and no more: nobody asks without a pause") {
        val backoff = Backoff(constant(1.0), first = 20.milliseconds, longest = 250.milliseconds)
        backoff.next() shouldBe 10.milliseconds
        repeat(20) { backoff.next() }
        backoff.next() shouldBe 125.milliseconds
    }

    test("two who wait from the same moment do not ask in the same moments") {
        val (first, second) = Backoff(Random(1)) to Backoff(Random(2))
        val pauses = List(20) { first.next() to second.next() }
        pauses.count { (a, b) -> a != b } shouldBeGreaterThan 15
        pauses.forEach { (a, _) ->
            a shouldBeGreaterThanOrEqualTo 10.milliseconds
            a shouldBeLessThanOrEqualTo 250.milliseconds
        }
    }
})
