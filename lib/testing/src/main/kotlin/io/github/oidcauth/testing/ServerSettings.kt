// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing

import io.github.oidcauth.testing.internal.server.JsonValues
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

/** The rules by which a [ScriptedLoginServer] issues tokens. They may be changed at any time, from any thread. */
public class ServerSettings internal constructor() {
    /** The lifetime of an access token. Default five minutes. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var accessTokenLifetime: Duration = 5.minutes

    /** The lifetime of a refresh token, or null to send none and to accept it for ever. Default a day. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var refreshTokenLifetime: Duration? = 1.days

    /** The lifetime of a device code. Default ten minutes. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var deviceCodeLifetime: Duration = 10.minutes

    /** The time between two polls, in whole seconds. Default one second, the minimum that clients wait. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var pollInterval: Duration = 1.seconds

    /** True if logins and refreshes issue a refresh token. Default true. */
    @Volatile
    public var issuesRefreshTokens: Boolean = true

    /** True if each refresh issues a new refresh token and invalidates the old one. Default true. */
    @Volatile
    public var rotatesRefreshTokens: Boolean = true

    /** True if there are device logins. Default true. */
    @Volatile
    public var hasDeviceGrant: Boolean = true

    /** The user who logs in: the `sub` of ID tokens and of userinfo. Default `alice`. */
    @Volatile
    public var subject: String = "alice"

    /**
     * The claims about the user in userinfo responses, beside `sub`, such as `email`. Values are strings, numbers, booleans, null,
     * lists and maps of them. Default none.
     *
     * @throws IllegalArgumentException when it is set, if a value has no form in JSON.
     */
    @Volatile
    public var userClaims: Map<String, Any?> = emptyMap()
        set(claims) {
            JsonValues.of(claims)
            field = claims
        }

    /** Returns the lifetime of an access token. */
    public fun getAccessTokenLifetime(): java.time.Duration = accessTokenLifetime.toJavaDuration()

    /** Returns the lifetime of a refresh token, or null if none are sent. */
    public fun getRefreshTokenLifetime(): java.time.Duration? = refreshTokenLifetime?.toJavaDuration()

    /** Returns the lifetime of a device code. */
    public fun getDeviceCodeLifetime(): java.time.Duration = deviceCodeLifetime.toJavaDuration()

    /** Returns the time between two polls. */
    public fun getPollInterval(): java.time.Duration = pollInterval.toJavaDuration()

    /** @see accessTokenLifetime */
    public fun accessTokenLifetime(lifetime: java.time.Duration): ServerSettings =
        apply { accessTokenLifetime = lifetime.toKotlinDuration() }

    /** @see refreshTokenLifetime */
    public fun refreshTokenLifetime(lifetime: java.time.Duration?): ServerSettings =
        apply { refreshTokenLifetime = lifetime?.toKotlinDuration() }

    /** @see deviceCodeLifetime */
    public fun deviceCodeLifetime(lifetime: java.time.Duration): ServerSettings =
        apply { deviceCodeLifetime = lifetime.toKotlinDuration() }

    /** @see pollInterval */
    public fun pollInterval(interval: java.time.Duration): ServerSettings = apply { pollInterval = interval.toKotlinDuration() }
}
