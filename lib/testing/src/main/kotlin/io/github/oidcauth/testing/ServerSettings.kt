package io.github.oidcauth.testing

import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toKotlinDuration

/** On which terms a [ScriptedLoginServer] hands out tokens. May be changed at any time, from any thread. */
public class ServerSettings internal constructor() {
    /** How long an access token lives. Default five minutes. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var accessTokenLifetime: Duration = 5.minutes

    /** How long a refresh token lives, or null to say nothing of it and to take it for ever. Default a day. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var refreshTokenLifetime: Duration? = 1.days

    /** How long a device code lives. Default ten minutes. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var deviceCodeLifetime: Duration = 10.minutes

    /** How long to wait between two polls, in whole seconds. Default one second, the least that clients wait. */
    @get:JvmSynthetic
    @set:JvmSynthetic
    @Volatile
    public var pollInterval: Duration = 1.seconds

    /** Whether logins and refreshes bring a refresh token. Default true. */
    @Volatile
    public var issuesRefreshTokens: Boolean = true

    /** Whether each refresh brings a new refresh token and uses up the old one. Default true. */
    @Volatile
    public var rotatesRefreshTokens: Boolean = true

    /** Whether there are device logins. Default true. */
    @Volatile
    public var hasDeviceGrant: Boolean = true

    /** Who logs in: the `sub` of ID tokens and of userinfo. Default `alice`. */
    @Volatile
    public var subject: String = "alice"

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
