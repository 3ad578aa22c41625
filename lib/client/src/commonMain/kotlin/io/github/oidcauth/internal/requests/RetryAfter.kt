package io.github.oidcauth.internal.requests

import io.github.oidcauth.internal.transport.HttpDate
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** Reads the header `Retry-After` of an API (RFC 9110 §10.2.3). Pure. */
internal object RetryAfter {
    /**
     * Returns the time to wait: zero if the header is absent or not valid. A date is compared with [date], the header `Date` of
     * the same response, because clocks differ, and with [now] if there is none.
     */
    fun read(
        values: List<String>,
        date: List<String>,
        now: () -> Instant,
    ): Duration {
        val said = values.firstOrNull()?.trim() ?: return Duration.ZERO
        if (said.isNotEmpty() && said.all { it in '0'..'9' }) return said.toLongOrNull()?.seconds ?: Duration.INFINITE
        val end = HttpDate.parse(said) ?: return Duration.ZERO
        val made = date.singleOrNull()?.let(HttpDate::parse) ?: now()
        return (end - made).coerceAtLeast(Duration.ZERO)
    }
}
