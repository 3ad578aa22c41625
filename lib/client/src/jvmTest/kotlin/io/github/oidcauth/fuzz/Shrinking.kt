package io.github.oidcauth.fuzz

import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Makes an input smaller for whoever has to understand it. */
internal object Shrinking {
    private val LONGEST = 5.seconds

    /** Returns the part of [input] that matters for [isSame]. */
    fun shrink(
        input: ByteArray,
        isSame: (ByteArray) -> Boolean,
    ): ByteArray {
        val start = TimeSource.Monotonic.markNow()
        var smallest = input
        var part = maxOf(input.size / 2, 1)
        while (start.elapsedNow() < LONGEST) {
            var at = 0
            var changed = false
            while (at < smallest.size && start.elapsedNow() < LONGEST) {
                val smaller = replaced(smallest, at, minOf(at + part, smallest.size), ByteArray(0))
                if (isSame(smaller)) {
                    smallest = smaller
                    changed = true
                } else {
                    at += part
                }
            }
            if (part == 1 && !changed) return smallest
            part = maxOf(part / 2, 1)
        }
        return smallest
    }
}
