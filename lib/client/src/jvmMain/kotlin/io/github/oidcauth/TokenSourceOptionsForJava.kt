package io.github.oidcauth

import java.time.Duration
import kotlin.time.toJavaDuration

/** The members of [TokenSourceOptions] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface TokenSourceOptionsForJava {
    /** Returns [TokenSourceOptions.leeway]. */
    public fun getLeeway(): Duration = options.leeway.toJavaDuration()

    private val options: TokenSourceOptions get() =
        when (this) {
            is TokenSourceOptions -> this
        }
}
