package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.tokens.durationOf
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration

/**
 * The interval between two polls in the member `interval`; null when it is absent or cannot be used, so that the default counts.
 */
internal fun JsonObject.pollingInterval(): Duration? =
    try {
        durationOf("interval")?.takeIf { it > Duration.ZERO }
    } catch (_: InvalidResponseException) {
        null
    }

/** The member [name] when it is the URL of a page that may be shown to a user; null when it is absent or anything else. */
internal fun JsonObject.pageOf(
    name: String,
    allowInsecureHttp: Boolean,
): String? = string(name)?.let { WebAddress.parse(it) }?.takeIf { it.isSecure || allowInsecureHttp }?.url
