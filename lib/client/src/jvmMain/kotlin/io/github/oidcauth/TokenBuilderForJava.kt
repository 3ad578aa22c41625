package io.github.oidcauth

import io.github.oidcauth.internal.json.jsonObjectOf
import java.time.Duration
import java.time.Instant
import kotlin.time.Clock
import kotlin.time.toKotlinDuration
import kotlin.time.toKotlinInstant

/** The setters of [Token.Builder] for types of Java. */
public sealed interface TokenBuilderForJava {
    /** Sets the time at which the access token expires; null if it is not known. Returns this builder. */
    public fun expiresAt(expiry: Instant?): Token.Builder = builder.apply { expiresAt = expiry?.toKotlinInstant() }

    /** Sets the time at which the access token expires to [lifetime] from now, in whole seconds. Returns this builder. */
    public fun expiresIn(lifetime: Duration): Token.Builder = builder.expiresIn(lifetime.toKotlinDuration(), Clock.System.now())

    /** Sets the time at which the refresh token expires; null if it is not known. Returns this builder. */
    public fun refreshExpiresAt(expiry: Instant?): Token.Builder = builder.apply { refreshExpiresAt = expiry?.toKotlinInstant() }

    /**
     * Sets the members of the response that have no property of their own: maps, lists, strings, booleans, numbers and null.
     * Returns this builder.
     *
     * @throws IllegalArgumentException if a value is something else.
     */
    public fun extra(members: Map<String, Any?>): Token.Builder = builder.apply { extra = jsonObjectOf(members) }

    private val builder: Token.Builder get() =
        when (this) {
            is Token.Builder -> this
        }
}
