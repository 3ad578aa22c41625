package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [RequestObjectSettings] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface RequestObjectSettingsForJava {
    /** Returns [RequestObjectSettings.lifetime]. */
    public fun getLifetime(): Duration = settings.lifetime.toJavaDuration()

    private val settings: RequestObjectSettings get() =
        when (this) {
            is RequestObjectSettings -> this
        }
}
