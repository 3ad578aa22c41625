package io.github.oidcauth.java

import io.github.oidcauth.DeviceCode
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

/** A device code for tests in Java, which cannot make one. */
object SampleDeviceCode {
    @JvmStatic
    fun endingAt(epochSeconds: Long) =
        DeviceCode(
            "device",
            "WDJB-MJHT",
            "https://h.example/d",
            null,
            Instant.fromEpochSeconds(epochSeconds),
            10.minutes,
            5.seconds,
        )
}
