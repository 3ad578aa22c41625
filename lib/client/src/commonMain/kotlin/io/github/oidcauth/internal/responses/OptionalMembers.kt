package io.github.oidcauth.internal.responses

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.tokens.durationOf
import kotlinx.serialization.json.JsonObject
import kotlin.time.Duration

/** Returns the polling interval in the member `interval`, or null when it is absent or unusable, so that the default applies. */
internal fun JsonObject.pollingInterval(): Duration? =
    try {
        durationOf("interval")?.takeIf { it > Duration.ZERO }
    } catch (_: InvalidResponseException) {
        null
    }

/** Returns the member [name] if it is the URL of a page that may be shown to the user, else null. */
internal fun JsonObject.pageOf(
    name: String,
    allowInsecureHttp: Boolean,
): String? = string(name)?.let { WebAddress.parse(it) }?.takeIf { it.isSecure || allowInsecureHttp }?.url
