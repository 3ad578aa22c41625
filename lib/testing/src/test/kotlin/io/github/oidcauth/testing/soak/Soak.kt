package io.github.oidcauth.testing.soak

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.TimeSource

/**
 * A job done over and over in this process, with a [ResourceUsage] before and after.
 *
 * A warm-up of [warmUp] rounds comes first: pools fill, classes are loaded. Afterwards what retires by the clock, such as idle
 * threads and connections, has [timeout] to do so; the census that counts is the first within the bounds, or else the last.
 */
internal class Soak(
    private val workers: Int,
    private val warmUp: Int,
    private val rounds: Int,
    private val bounds: ResourceUsage,
    private val timeout: Duration,
) {
    /** Runs [round] with the number of the worker and of the round, each worker one after another and all at once. */
    suspend fun run(round: suspend (worker: Int, round: Int) -> Unit): Result {
        work(warmUp, round)
        val before = ResourceUsage.take()
        val start = TimeSource.Monotonic.markNow()
        work(rounds, round)
        val time = start.elapsedNow()
        return Result(before, settled(before), bounds, time)
    }

    private suspend fun work(
        rounds: Int,
        round: suspend (Int, Int) -> Unit,
    ): Unit =
        coroutineScope {
            val next = AtomicInteger()
            repeat(workers) { worker ->
                launch(Dispatchers.Default) {
                    while (true) {
                        val number = next.getAndIncrement()
                        if (number >= rounds) break
                        round(worker, number)
                    }
                }
            }
        }

    /** On a real clock, by which threads and connections retire. */
    private suspend fun settled(before: ResourceUsage): ResourceUsage =
        withContext(Dispatchers.Default) {
            val start = TimeSource.Monotonic.markNow()
            var census = ResourceUsage.take()
            while ((census - before).exceeding(bounds).isNotEmpty() && start.elapsedNow() < timeout) {
                delay(BETWEEN_LOOKS)
                census = ResourceUsage.take()
            }
            census
        }

    class Result(
        private val before: ResourceUsage,
        private val after: ResourceUsage,
        private val bounds: ResourceUsage,
        private val time: Duration,
    ) {
        /** Resources of which more are left than the bounds allow. */
        val leaks: List<String> = (after - before).exceeding(bounds)

        override fun toString(): String = "before: $before; after: $after; $time"
    }

    private companion object {
        val BETWEEN_LOOKS = 100.milliseconds
    }
}
