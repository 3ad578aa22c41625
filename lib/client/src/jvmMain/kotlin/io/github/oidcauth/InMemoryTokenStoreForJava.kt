package io.github.oidcauth

import io.github.oidcauth.internal.versions.requireFittingVersions
import java.time.Clock
import kotlin.time.toKotlinInstant

/** The member of [InMemoryTokenStore] that callers in Java see in place of its function for a clock of Kotlin. */
public sealed class InMemoryTokenStoreForJava {
    public companion object {
        init {
            requireFittingVersions()
        }

        /** Returns a store that keeps tokens in memory, which become stale by [clock]. */
        @JvmStatic
        public fun withClock(clock: Clock): InMemoryTokenStore = InMemoryTokenStore { clock.instant().toKotlinInstant() }
    }
}
