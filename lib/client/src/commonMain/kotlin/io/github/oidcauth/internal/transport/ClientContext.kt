package io.github.oidcauth.internal.transport

import io.github.oidcauth.internal.concurrent.backgroundScope
import io.github.oidcauth.internal.crypto.RandomSource
import io.github.oidcauth.internal.jose.Jose
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlin.time.Clock
import kotlin.time.TimeSource

/** The services of the platform that a client needs. Thread-safe. */
internal class ClientContext(
    transport: Lazy<Transport>,
    jose: Lazy<Jose>,
    val random: RandomSource,
    val clock: Clock,
    val timeSource: TimeSource,
    /** The dispatcher for code of the program that may block. */
    val blocking: CoroutineDispatcher,
    /** The scope of work that belongs to no single caller. */
    val background: CoroutineScope = backgroundScope,
) {
    /** Created for the first request. */
    val transport: Transport by transport

    /** Created for the first signature: most clients never need one. */
    val jose: Jose by jose
}
