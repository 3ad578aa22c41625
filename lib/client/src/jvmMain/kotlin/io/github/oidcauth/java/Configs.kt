@file:JvmName("Configs")

package io.github.oidcauth.java

import io.github.oidcauth.Config
import kotlin.time.toJavaDuration
import java.time.Duration as JavaDuration

/** Returns the maximum time for the user, or null for the lifetime of the device code, or five minutes in the browser. */
public fun timeout(config: Config): JavaDuration? = config.timeout?.toJavaDuration()

/** Returns the maximum duration of one request, from connecting to the last byte of the response. */
public fun requestTimeout(config: Config): JavaDuration = config.requestTimeout.toJavaDuration()
