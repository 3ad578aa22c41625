package io.github.oidcauth.oauth2

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [ClientConfig] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface ClientConfigForJava {
    /** Returns [ClientConfig.leeway]. */
    public fun getLeeway(): Duration = config.leeway.toJavaDuration()

    /** Returns [ClientConfig.requestTimeout]. */
    public fun getRequestTimeout(): Duration = config.requestTimeout.toJavaDuration()

    private val config: ClientConfig get() =
        when (this) {
            is ClientConfig -> this
        }
}
