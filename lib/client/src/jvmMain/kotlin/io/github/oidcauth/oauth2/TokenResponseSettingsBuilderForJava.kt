package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toKotlinDuration

/** The setters of [TokenResponseSettings.Builder] for types of Java. */
public sealed interface TokenResponseSettingsBuilderForJava {
    /** Sets the lifetime of an access token if nothing else gives it; more than zero. Returns this builder. */
    public fun defaultLifetime(defaultLifetime: Duration?): TokenResponseSettings.Builder = builder.apply {
        this.defaultLifetime =
            defaultLifetime?.toKotlinDuration()
    }

    private val builder: TokenResponseSettings.Builder get() =
        when (this) {
            is TokenResponseSettings.Builder -> this
        }
}
