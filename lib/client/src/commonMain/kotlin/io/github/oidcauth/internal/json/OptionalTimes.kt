package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration
import kotlin.time.Instant

/**
 * Returns why a JWT with these claims is not valid at [now], as the end of a sentence, or null if it is valid. `exp` and `nbf`
 * are optional, and are checked when present (RFC 7519 §4.1.4, §4.1.5).
 */
internal fun JsonObject.optionalTimesFault(
    now: Instant,
    leeway: Duration,
): String? {
    val expiry = if (hasValue("exp")) NumericDate.of(this["exp"]) ?: return "its exp is not a time" else null
    val start = if (hasValue("nbf")) NumericDate.of(this["nbf"]) ?: return "its nbf is not a time" else null
    return when {
        expiry != null && now >= expiry + leeway -> "it has expired (exp)"
        start != null && start > now + leeway -> "it is not valid yet (nbf)"
        else -> null
    }
}
