package io.github.oidcauth

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * The answer to a device authorization request (RFC 8628 §3.2): what to show the person, and what to poll with.
 *
 * An immutable value. [toString] shows neither code.
 */
public class DeviceCode internal constructor(
    /** Proves to the token endpoint who is polling. A secret: never show it. */
    public val deviceCode: String,
    /** What the person types at [verificationUri], for example `WDJB-MJHT`. */
    public val userCode: String,
    /** The page the person opens, on any device. */
    public val verificationUri: String,
    /** The same page with the code already in it, fit for a link or a QR code, or null when the server offers none. */
    public val verificationUriComplete: String?,
    /** When the codes expire. */
    public val expiresAt: Instant,
    internal val lifetime: Duration,
    internal val interval: Duration,
) {
    /** The page to send the person to: [verificationUriComplete] where there is one, else [verificationUri]. */
    public val uri: String get() = verificationUriComplete ?: verificationUri

    /** How long the codes live from the moment they were issued, in seconds. */
    public val expiresInSeconds: Long get() = lifetime.inWholeSeconds

    /** The least time between two polls, in seconds; 5 when the server did not say (RFC 8628 §3.2). */
    public val intervalSeconds: Long get() = interval.inWholeSeconds

    override fun toString(): String =
        "DeviceCode(deviceCode=██, userCode=██, verificationUri=$verificationUri, expiresAt=$expiresAt)"

    internal companion object {
        /** RFC 8628 §3.2: "If no value is provided, clients MUST use 5 as the default." */
        val DEFAULT_INTERVAL: Duration = 5.seconds
    }
}
