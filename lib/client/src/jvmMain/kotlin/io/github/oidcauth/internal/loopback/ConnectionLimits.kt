package io.github.oidcauth.internal.loopback

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** The limits on the resources that requests of other programs may use. */
internal class ConnectionLimits(
    /** The maximum number of connections, at least 2. For another one the oldest is closed, those with a response first. */
    val connections: Int = 128,
    /**
     * The maximum size of request line and headers, in bytes. Browsers send the cookies of every port of `localhost`, which can
     * be large together.
     */
    val headBytes: Int = 65_536,
    /** The maximum size of a form, in bytes. A code and the other parameters take a few thousand. */
    val formBytes: Int = 65_536,
    /** The time from the connection to the last byte of the request. Single bytes do not extend it. */
    val requestTime: Duration = 15.seconds,
    /** The time for the browser to read the page and close the connection. A successful login is not delayed for longer. */
    val responseTime: Duration = 2.seconds,
)
