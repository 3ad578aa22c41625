package io.github.oidcauth.sample.server.authorization

import java.time.Instant
import java.util.concurrent.ConcurrentHashMap

/** Remembers identifiers until what they belong to has expired anyway (RFC 7523 §3, item 7). */
internal class OneTimeIds {
    private val expiries = ConcurrentHashMap<String, Instant>()

    /** Returns true if this identifier was not used before. */
    fun use(
        id: String,
        expiresAt: Instant,
    ): Boolean {
        // Clocks differ: what expired less than a minute ago is still taken.
        val longAgo = Instant.now().minusSeconds(120)
        expiries.values.removeIf { it < longAgo }
        return expiries.putIfAbsent(id, expiresAt) == null
    }
}
