package io.github.oidcauth.internal.loopback

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** How much of this machine a stranger may use up. */
internal class ConnectionLimits(
    /** Connections at a time. One more, and the oldest makes room, those with a response first. At least 2. */
    val connections: Int = 128,
    /** Bytes of request line and headers. Browsers send the cookies of every port of `localhost`, and those add up. */
    val headBytes: Int = 65_536,
    /** Bytes of a form, where one may come. A code and what some servers put beside it are a few thousand. */
    val formBytes: Int = 65_536,
    /** From the connection to the last byte of the request; a byte now and then does not prolong it. */
    val requestTime: Duration = 15.seconds,
    /** For the browser to take the page and hang up. A login that has succeeded is not kept from its caller for longer. */
    val responseTime: Duration = 2.seconds,
)
