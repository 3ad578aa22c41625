package io.github.oidcauth.redis.internal

import kotlin.random.Random
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/**
 * Pauses that grow from [first] to [longest], each shortened at random by up to half, so that processes that start to wait
 * together do not send requests together. Not thread-safe.
 */
internal class Backoff(
    private val random: Random,
    first: Duration = 20.milliseconds,
    private val longest: Duration = 250.milliseconds,
) {
    private var full = first

    fun next(): Duration {
        val pause = full * (1 - random.nextDouble() / 2)
        full = minOf(full * GROWTH, longest)
        return pause
    }

    private companion object {
        const val GROWTH = 1.6
    }
}
