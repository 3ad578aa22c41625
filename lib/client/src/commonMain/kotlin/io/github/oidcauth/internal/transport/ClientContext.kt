package io.github.oidcauth.internal.transport

import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.jose.Jose
import kotlin.time.Clock
import kotlin.time.TimeSource

/** What a client needs of the machine it runs on. Thread-safe. */
internal class ClientContext(
    transport: Lazy<Transport>,
    jose: Lazy<Jose>,
    val random: RandomSource,
    val clock: Clock,
    val timeSource: TimeSource,
) {
    /** Made for the first request. */
    val transport: Transport by transport

    /** Made for the first signature: most clients never need one. */
    val jose: Jose by jose
}
