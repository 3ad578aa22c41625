package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [TokenResponseSettings] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface TokenResponseSettingsForJava {
    /** Returns [TokenResponseSettings.defaultLifetime]. */
    public fun getDefaultLifetime(): Duration? = settings.defaultLifetime?.toJavaDuration()

    private val settings: TokenResponseSettings get() =
        when (this) {
            is TokenResponseSettings -> this
        }
}
