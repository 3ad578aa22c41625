package io.github.oidcauth.internal.transport

import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Reads the time after which a server accepts the next request (RFC 9110 §10.2.3). Pure, except for the clock. */
internal object RetryAfter {
    /**
     * Returns the time to wait, which is a number of seconds or a date; not negative. [values] are those of `Retry-After`. A date is
     * compared with the response's own date, the only one of [dates], because the clocks of client and server may differ; without
     * one with [clock]. Returns null when no time is named, or a date and nothing to compare it with.
     */
    fun read(
        values: List<String>,
        dates: List<String>,
        clock: Clock?,
    ): Duration? {
        val said = values.firstOrNull()?.trim() ?: return null
        said.toLongOrNull()?.let { return it.takeIf { seconds -> seconds >= 0 }?.seconds }
        val date = HttpDate.parse(said) ?: return null
        val made = dates.singleOrNull()?.let(HttpDate::parse) ?: clock?.now() ?: return null
        return (date - made).coerceAtLeast(Duration.ZERO)
    }
}
