package io.github.oidcauth.openid

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [IdTokenSettings] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface IdTokenSettingsForJava {
    /** Returns [IdTokenSettings.maxIssuedAge]. */
    public fun getMaxIssuedAge(): Duration = settings.maxIssuedAge.toJavaDuration()

    private val settings: IdTokenSettings get() =
        when (this) {
            is IdTokenSettings -> this
        }
}
