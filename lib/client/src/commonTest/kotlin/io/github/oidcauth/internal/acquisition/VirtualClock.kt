package io.github.oidcauth.internal.acquisition

import kotlinx.coroutines.test.TestScope
import kotlin.time.Clock
import kotlin.time.Instant

/** The virtual time of a test as a clock. */
@OptIn(kotlinx.coroutines.ExperimentalCoroutinesApi::class)
internal fun TestScope.virtualClock(): Clock =
    object : Clock {
        override fun now(): Instant = Instant.fromEpochMilliseconds(START + testScheduler.currentTime)
    }

private const val START = 1_800_000_000_000
