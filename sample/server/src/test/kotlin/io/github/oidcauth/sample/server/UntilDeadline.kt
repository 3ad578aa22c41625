package io.github.oidcauth.sample.server

import java.time.Duration

/** The first of the values that is as wanted; fails after ten seconds. */
internal fun <T> untilDeadline(
    values: Sequence<T>,
    wanted: (T) -> Boolean,
): T {
    val deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos()
    return values
        .onEach { check(System.nanoTime() < deadline) { "Still '$it' after ten seconds." } }
        .first(wanted)
}
