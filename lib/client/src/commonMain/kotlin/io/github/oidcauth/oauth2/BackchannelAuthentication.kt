package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.json.parseJson
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.text.equalsInConstantTime
import io.github.oidcauth.internal.tokens.durationOf
import io.github.oidcauth.internal.tokens.instantOf
import io.github.oidcauth.internal.tokens.requiredText
import io.github.oidcauth.internal.tokens.text
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.put
import kotlin.jvm.JvmStatic
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/**
 * A login that waits for a user on another device (CIBA Core 1.0 §7.3).
 *
 * An immutable value. [toString] shows no secret; [serialize] does, so mind where it goes.
 */
public class BackchannelAuthentication internal constructor(
    /** Names this login at the token endpoint. A secret. */
    public val authReqId: String,
    /** When the login ends unfinished. */
    public val expiresAt: Instant,
    internal val interval: Duration,
    internal val clientNotificationToken: String?,
) {
    /** The least time between two polls, in seconds; 5 when the server did not say. */
    public val intervalSeconds: Long get() = interval.inWholeSeconds

    /**
     * Whether a request to the client's notification endpoint, with the header `Authorization` and the body given, is the
     * server's word that this login has finished (ping mode, CIBA Core 1.0 §10.2). Anybody can send such a request: the token
     * tells. Then poll once.
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

    /** This login as text, to go on with it in another process. **The secrets are in it.** */
    public fun serialize(): String =
        buildJsonObject {
            put("auth_req_id", authReqId)
            put("expires", expiresAt.epochSeconds)
            put("interval", interval.inWholeSeconds)
            clientNotificationToken?.let { put("client_notification_token", it) }
        }.toString()

    override fun equals(other: Any?): Boolean = other is BackchannelAuthentication && other.serialize() == serialize()

    override fun hashCode(): Int = authReqId.hashCode()

    override fun toString(): String = "BackchannelAuthentication(authReqId=██, expiresAt=$expiresAt, interval=$interval)"

    public companion object {
        init {
            requireFittingVersions()
        }

        private const val MAX_NOTIFICATION = 65_536

        /** CIBA Core 1.0 §7.3: "If no value is provided, clients MUST use 5 as the default value." */
        internal val DEFAULT_INTERVAL: Duration = 5.seconds

        /** Reads what [serialize] wrote. @throws InvalidResponseException when [text] is something else. */
        @JvmStatic
        @Throws(AuthException::class)
        public fun deserialize(text: String): BackchannelAuthentication {
            val json = parseJson(text) as? JsonObject ?: throw InvalidResponseException("This is not a saved login.")
            return BackchannelAuthentication(
                authReqId = json.requiredText("auth_req_id"),
                expiresAt = json.instantOf("expires"),
                interval = json.durationOf("interval")?.takeIf { it > Duration.ZERO } ?: DEFAULT_INTERVAL,
                clientNotificationToken = json.text("client_notification_token"),
            )
        }
    }
}
