package io.github.oidcauth

import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.responses.DeviceAuthorizationResponseReader
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.hasPassed
import io.github.oidcauth.internal.tokens.instantOf
import io.github.oidcauth.internal.tokens.savedExtra
import io.github.oidcauth.internal.tokens.stringOrThrow
import io.github.oidcauth.internal.tokens.timeLeft
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * The response to a device authorization request (RFC 8628 §3.2): the code to show to the user, and the code to poll with.
 *
 * An immutable value. [toString] shows neither code.
 */
public class DeviceCode internal constructor(
    /** The code that identifies this login in polling requests. A secret: never show it. */
    public val deviceCode: String,
    /** The code that the user types at [verificationUri], for example `WDJB-MJHT`. */
    public val userCode: String,
    /** The page that the user opens, on any device. */
    public val verificationUri: String,
    /** The same page with the code already in it, suitable for a link or a QR code, or null if the server offers none. */
    public val verificationUriComplete: String?,
    /** The time at which the codes expire. */
    @get:JvmSynthetic
    public val expiresAt: Instant,
    internal val lifetime: Duration,
    internal val interval: Duration,
    /**
     * Proves to the token endpoint that the polling client is the one that requested the codes (RFC 7636 §4.5), or null. A
     * secret.
     */
    internal val codeVerifier: String? = null,
    /** The members of the response that have no property of their own, unchanged. They may be secret. */
    @get:JvmSynthetic
    public val extra: JsonObject = JsonObject(emptyMap()),
) : DeviceCodeForJava {
    /** The page to send the user to: [verificationUriComplete] if there is one, else [verificationUri]. */
    public val uri: String get() = verificationUriComplete ?: verificationUri

    /** The lifetime of the codes from the moment they were issued, in seconds; [expiresIn] counts down. */
    public val expiresInSeconds: Long get() = lifetime.inWholeSeconds

    /** The minimum time between two polls, in seconds; 5 if the server did not send one (RFC 8628 §3.2). */
    public val intervalSeconds: Long get() = interval.inWholeSeconds

    /** Returns the time from [now] until the codes expire; zero if they have expired. */
    @JvmSynthetic
    public fun expiresIn(now: Instant): Duration = expiresAt.timeLeft(now)

    /** Returns the time from now until the codes expire: zero if they have expired. */
    @JvmSynthetic
    public fun expiresIn(): Duration = expiresIn(Clock.System.now())

    /** Returns true if the codes will have expired [leeway] after [now]. */
    @JvmSynthetic
    public fun isExpired(
        leeway: Duration = Duration.ZERO,
        now: Instant,
    ): Boolean = expiresAt.hasPassed(leeway, now)

    /** Returns true if the codes will have expired [leeway] from now. */
    @JvmSynthetic
    public fun isExpired(leeway: Duration = Duration.ZERO): Boolean = isExpired(leeway, Clock.System.now())

    /** Returns these codes as text, for polling in another process. **The text contains secrets.** */
    public fun serialize(): String =
        buildJsonObject {
            put("device_code", deviceCode)
            put("user_code", userCode)
            put("verification_uri", verificationUri)
            verificationUriComplete?.let { put("verification_uri_complete", it) }
            put("expires", expiresAt.epochSeconds)
            put("expires_in", lifetime.inWholeSeconds)
            put("interval", interval.inWholeSeconds)
            codeVerifier?.let { put("code_verifier", it) }
            if (extra.isNotEmpty()) put("extra", extra)
        }.toString()

    /** Returns these codes with the [verifier] whose challenge was sent in the request. */
    internal fun withCodeVerifier(verifier: String?): DeviceCode =
        with(verifier, extra)

    private fun with(
        codeVerifier: String?,
        extra: JsonObject,
    ) = DeviceCode(
        deviceCode,
        userCode,
        verificationUri,
        verificationUriComplete,
        expiresAt,
        lifetime,
        interval,
        codeVerifier,
        extra,
    )

    override fun toString(): String =
        "DeviceCode(deviceCode=██, userCode=██, verificationUri=$verificationUri, expiresAt=$expiresAt)"

    public companion object {
        init {
            requireFittingVersions()
        }

        /** RFC 8628 §3.2: "If no value is provided, clients MUST use 5 as the default." */
        internal val DEFAULT_INTERVAL: Duration = 5.seconds

        /**
         * Reads the text that [serialize] returned, or the response of a device authorization endpoint (RFC 8628 §3.2). The
         * `expires_in` of a response, which has no `expires`, is counted from now.
         *
         * @throws InvalidResponseException if [text] is something else, or its pages are not http URLs.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): DeviceCode {
            val json = parseJson(text) as? JsonObject ?: throw InvalidResponseException("This is not a saved device code.")
            val lifetime =
                json.durationOf("expires_in") ?: throw InvalidResponseException("The saved device code has no expires_in.")
            val isSaved = "expires" in json
            val expiresAt = if (isSaved) json.instantOf("expires") else Clock.System.now() + lifetime
            val code = DeviceAuthorizationResponseReader.validate(json, expiresAt - lifetime, allowInsecureHttp = true)
            return if (isSaved) code.with(json.stringOrThrow("code_verifier"), json.savedExtra()) else code
        }
    }
}
