package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.equalsInConstantTime
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.hasPassed
import io.github.oidcauth.internal.tokens.instantOf
import io.github.oidcauth.internal.tokens.requiredText
import io.github.oidcauth.internal.tokens.savedExtra
import io.github.oidcauth.internal.tokens.stringOrThrow
import io.github.oidcauth.internal.tokens.timeLeft
import io.github.oidcauth.internal.tokens.without
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
 * A login that waits for a user on another device (CIBA Core 1.0 §7.3).
 *
 * An immutable value. [toString] shows no secret, but [serialize] does: do not print or log it.
 */
public class BackchannelAuthentication internal constructor(
    /** The id of this login at the token endpoint. A secret. */
    public val authReqId: String,
    /** The time at which the login expires. */
    @get:JvmSynthetic
    public val expiresAt: Instant,
    internal val interval: Duration,
    internal val clientNotificationToken: String?,
    /** The members of the response that have no property of their own, unchanged. They may be secret. */
    @get:JvmSynthetic
    public val extra: JsonObject = JsonObject(emptyMap()),
) : BackchannelAuthenticationForJava {
    /** The minimum time between two polls, in seconds; 5 if the server did not send one. */
    public val intervalSeconds: Long get() = interval.inWholeSeconds

    /** Returns the time from [now] until the login expires; zero if it has expired. */
    @JvmSynthetic
    public fun expiresIn(now: Instant): Duration = expiresAt.timeLeft(now)

    /** Returns the time from now until the login expires: zero if it has expired. */
    @JvmSynthetic
    public fun expiresIn(): Duration = expiresIn(Clock.System.now())

    /** Returns true if the login will have expired [leeway] after [now]. */
    @JvmSynthetic
    public fun isExpired(
        leeway: Duration = Duration.ZERO,
        now: Instant,
    ): Boolean = expiresAt.hasPassed(leeway, now)

    /** Returns true if the login will have expired [leeway] from now. */
    @JvmSynthetic
    public fun isExpired(leeway: Duration = Duration.ZERO): Boolean = isExpired(leeway, Clock.System.now())

    /**
     * Returns true if a request to the client's notification endpoint, with the given header `Authorization` and body, is the
     * server's notification that this login has finished (ping mode, CIBA Core 1.0 §10.2). Anybody can send such a request,
     * but only the server knows the token. After it, request the token at once: `token(CibaGrant(authentication))`.
     */
    public fun isNotifiedBy(
        authorization: String?,
        body: String,
    ): Boolean {
        val expected = clientNotificationToken ?: return false
        val scheme = authorization?.substringBefore(' ').orEmpty()
        val presented = authorization?.substringAfter(' ', "").orEmpty().trim()
        val named = if (body.length > MAX_NOTIFICATION) null else (parseJson(body) as? JsonObject)?.string("auth_req_id")
        val isOurs = named != null && equalsInConstantTime(named, authReqId)
        return scheme.equals("Bearer", ignoreCase = true) && equalsInConstantTime(presented, expected) && isOurs
    }

    /** Returns this login as text, to continue it in another process. **The text contains secrets.** */
    public fun serialize(): String =
        buildJsonObject {
            put("auth_req_id", authReqId)
            put("expires", expiresAt.epochSeconds)
            put("interval", interval.inWholeSeconds)
            clientNotificationToken?.let { put("client_notification_token", it) }
            if (extra.isNotEmpty()) put("extra", extra)
        }.toString()

    override fun equals(other: Any?): Boolean = other is BackchannelAuthentication && other.serialize() == serialize()

    override fun hashCode(): Int = authReqId.hashCode()

    override fun toString(): String = "BackchannelAuthentication(authReqId=██, expiresAt=$expiresAt, interval=$interval)"

    public companion object {
        init {
            requireFittingVersions()
        }

        private const val MAX_NOTIFICATION = 65_536

        /** The members of a response that are properties, and the one of the saved form that a caller may have added. */
        private val MEMBERS = listOf("auth_req_id", "expires_in", "interval", "client_notification_token")

        /** CIBA Core 1.0 §7.3: "If no value is provided, clients MUST use 5 as the default value." */
        internal val DEFAULT_INTERVAL: Duration = 5.seconds

        /**
         * Reads the text that [serialize] returned, or the response of a backchannel authentication endpoint (CIBA Core 1.0
         * §7.3). The `expires_in` of a response, which has no `expires`, is counted from now.
         *
         * @throws InvalidResponseException if [text] is something else.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): BackchannelAuthentication {
            val json = parseJson(text) as? JsonObject ?: throw InvalidResponseException("This is not a saved login.")
            return BackchannelAuthentication(
                authReqId = json.requiredText("auth_req_id"),
                expiresAt = expiryIn(json),
                interval = json.durationOf("interval")?.takeIf { it > Duration.ZERO } ?: DEFAULT_INTERVAL,
                clientNotificationToken = json.stringOrThrow("client_notification_token"),
                extra = if ("expires" in json) json.savedExtra() else json.without(MEMBERS),
            )
        }

        private fun expiryIn(json: JsonObject): Instant {
            if ("expires" in json) return json.instantOf("expires")
            val lifetime = json.durationOf("expires_in") ?: throw InvalidResponseException("The saved login has no expiry.")
            return Clock.System.now() + lifetime
        }
    }
}
