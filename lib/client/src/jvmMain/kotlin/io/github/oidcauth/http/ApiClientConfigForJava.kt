package io.github.oidcauth.http

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [ApiClientConfig] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface ApiClientConfigForJava {
    /** Returns [ApiClientConfig.timeout]. */
    public fun getTimeout(): Duration = config.timeout.toJavaDuration()

    private val config: ApiClientConfig get() =
        when (this) {
            is ApiClientConfig -> this
        }
}
